import { randomUUID } from "node:crypto";

/** How an error's body looks: with id and code, with a message only, or as a bare string (reference/algorithmia-api.md §2.5, §5.1). */
type Body = "coded" | "message" | "string";

interface ErrorEntry {
  code: number;
  status: number;
  body: Body;
  message: (detail: string) => string;
}

/** Every error the platform answers. `code` is Algorithmia's number; a `detail` says what was seen. */
export const errors = {
  NO_SUCH_ALGORITHM: entry(1000, 404, "string", () => "No such algorithm"),
  ALGORITHM_NAME_TAKEN: entry(1002, 409, "coded", (name) => `The algorithm name ${name} has been taken.`),
  VERSION_ALREADY_PUBLISHED: entry(1007, 400, "coded", () => "Version already published. Please compile your algorithm."),
  BUILD_NOT_FOUND: entry(1010, 404, "coded", (detail) => detail || "No such build of this algorithm."),
  BUILD_LOGS_NOT_FOUND: entry(1011, 404, "coded", () => "The build has no logs yet: it is still in progress."),
  VERSION_DOES_NOT_EXIST: entry(1014, 404, "coded", (version) => `The algorithm has no version ${version}.`),
  NOT_AUTHORIZED: entry(2001, 403, "coded", (detail) => detail || "Caller is not authorized to perform the operation"),
  NOT_AUTHENTICATED: entry(2002, 401, "coded", () => "Unknown or invalid API key."),
  AUTHORIZATION_REQUIRED: entry(2002, 401, "coded", () => "authorization required"),
  CALL_WITHOUT_KEY: entry(2002, 200, "message", () => "authorization required"),
  MALFORMED_JSON: entry(2013, 400, "coded", (detail) => `The request body is not valid JSON: ${detail}`),
  INVALID_REQUEST: entry(2015, 400, "coded", (detail) => detail),
  USER_NOT_FOUND: entry(3000, 404, "coded", (name) => `No such user: ${name}`),
  // Reading a user or an organization that is not there answers 409, every other route 404 (§5.4).
  NO_SUCH_USER: entry(3000, 409, "coded", (name) => `No such user: ${name}`),
  MALFORMED_USER: entry(3001, 400, "coded", (detail) => detail),
  USERNAME_TAKEN: entry(3003, 409, "coded", (name) => `The user name ${name} has been taken.`),
  EMAIL_TAKEN: entry(3004, 409, "coded", (email) => `The email address ${email} belongs to another user.`),
  MISSING_FIELDS: entry(3005, 400, "coded", (fields) => `Required fields are missing: ${fields}`),
  ORGANIZATION_NOT_FOUND: entry(3100, 404, "coded", (name) => `No such organization: ${name}`),
  NO_SUCH_ORGANIZATION: entry(3100, 409, "coded", (name) => `No such organization: ${name}`),
  // The routes of hosts document 400 only.
  UNKNOWN_ORGANIZATION: entry(3100, 400, "coded", (name) => `No such organization: ${name}`),
  ORGANIZATION_EXISTS: entry(3101, 409, "coded", (name) => `A user or an organization is named ${name} already.`),
  ORGANIZATION_NEEDS_OWNER: entry(3102, 400, "coded", () => "An organization that has owners needs at least one."),
  MALFORMED_ORGANIZATION: entry(3103, 400, "coded", (detail) => detail),
  ORGANIZATION_TYPE_NOT_FOUND: entry(
    6001,
    404,
    "coded",
    (name) => `No such type of organizations: ${name}. GET /v1/organization/types lists them.`,
  ),
  UNKNOWN_LANGUAGE: entry(
    4001,
    400,
    "coded",
    (name) => `Unknown algorithm language: ${name}. This platform builds Python and JavaScript, for example "python3-1" or "javascript".`,
  ),
  UNSUPPORTED_LANGUAGE: entry(
    4002,
    400,
    "coded",
    (name) => `This platform does not build ${name} algorithms, only Python and JavaScript, for example "python3-1" or "javascript".`,
  ),
  SCM_NOT_FOUND: entry(4009, 404, "coded", (id) => `No such source code host: ${id}. GET /v1/scms lists them.`),
  USAGE_DATE_MISSING: entry(4010, 400, "coded", (name) => `${name} is required: a moment such as 2021-03-22T00:00:00.000Z.`),
  WEBHOOK_OF_INTERNAL_SCM: entry(
    4012,
    400,
    "coded",
    () => "Algorithms of the built-in source code host take no webhooks: a push to their repository is built by itself.",
  ),
  ENVIRONMENT_NOT_FOUND: entry(
    6001,
    404,
    "coded",
    (id) => `No such environment specification: ${id}. GET /v1/algorithm-environments/edge/languages/python3/environments lists them.`,
  ),
  INTERNAL: entry(5001, 500, "coded", () => "The platform failed to handle the request; its log says why."),
  INVALID_MARKER: entry(5002, 400, "coded", () => "The marker is not one that this platform gave out."),
  INVALID_LIMIT: entry(5003, 400, "coded", (limit) => `The limit must be a whole number from 1 to 1000, not ${limit}.`),
  PAGE_SIZE_INVALID: entry(5003, 400, "coded", (seen) => `page_size is required: a whole number from 1 to 1000, not '${seen}'.`),
  NOTIFICATION_LIMIT_INVALID: entry(5003, 400, "coded", (seen) => `The limit must be a whole number from 1 to 100, not '${seen}'.`),
  // Reading a setting that is not there answers 409, as reading a user does.
  CONFIG_ENTRY_NOT_FOUND: entry(5004, 409, "coded", (name) => `No such config entry: ${name}`),
  NOT_SERVED: entry(5005, 501, "coded", (route) => `This platform does not serve ${route}. docs/platform-support.md lists what it serves.`),
  FEATURE_NOT_FOUND: entry(6001, 404, "coded", (name) => `No such feature flag: ${name}. GET /v1/admin/features lists them.`),
  HOST_NOT_RECORDED: entry(6001, 400, "coded", (organization) => `There is no host information of the organization ${organization}.`),
  INVALID_INPUT: entry(6001, 400, "coded", (detail) => detail),
  SECRET_KEY_TAKEN: entry(8001, 400, "coded", (key) => `The algorithm has a secret with the key ${key} already.`),
  SECRET_VALUE_MISSING: entry(8004, 400, "coded", () => "secret_value is required to create a secret."),
  SECRET_PROVIDER_NOT_FOUND: entry(8006, 404, "coded", (id) => `No such secret provider: ${id}. GET /v1/secret-provider lists them.`),
  SECRET_PROVIDER_HAS_NO_JAR: entry(8006, 400, "coded", (name) => `There is no .jar file of ${name}: it is built in.`),
  SECRET_NOT_FOUND: entry(8008, 404, "coded", (id) => `The algorithm has no secret ${id}.`),
  STOPPING: entry(5001, 503, "coded", () => "The platform is stopping."),
  FAULT_NOT_FOUND: entry(5004, 404, "coded", (id) => `No fault ${id} waits. GET /platform/faults lists those that do.`),
  INJECTED_FAULT: entry(5001, 500, "coded", () => "Injected fault."),
  NO_SUCH_PAGE: entry(5004, 404, "coded", (path) => `Nothing is served at ${path}.`),

  PATH_NOT_FOUND: entry(404, 404, "message", (path) => `path not found: ${path}`),
  PATH_INVALID: entry(400, 400, "message", (detail) => detail),
  DATA_NOT_READABLE: entry(2001, 403, "coded", (path) => `Caller is not authorized to read ${path}`),
  DATA_NOT_WRITABLE: entry(2001, 403, "coded", (path) => `Caller is not authorized to write ${path}`),
  NO_SESSION: entry(
    404,
    404,
    "message",
    () => "path not found: data://.session is there while an algorithm is called, for the algorithms of that call only.",
  ),
  ALGORITHM_DATA_OUTSIDE: entry(
    404,
    404,
    "message",
    () =>
      "path not found: data://.algo/temp and data://.algo/perm are short for the running algorithm's. Name it: data://.algo/owner/name/temp",
  ),
  ALGORITHM_DATA_NOT_WRITABLE: entry(2001, 403, "coded", (path) => `Only the algorithm itself writes to ${path}, while it is called.`),
  COLLECTION_EXISTS: entry(409, 409, "message", (path) => `${path} already exists`),
  COLLECTION_NOT_EMPTY: entry(400, 400, "message", (path) => `${path} is not empty. Delete its files first, or add force=true.`),
  ACL_INVALID: entry(400, 400, "message", () => `acl.read must be ["user://*"], ["algo://.my/*"] or []`),
  CONDITION_FAILED: entry(412, 412, "message", (path) => `${path} is not as the condition of the request asks (If-Match, If-None-Match).`),
  RANGE_NOT_SATISFIABLE: entry(416, 416, "message", (detail) => `The range lies outside the file: ${detail}.`),
  UPLOAD_INCOMPLETE: entry(400, 400, "message", (detail) => `The upload ended early and nothing of it was kept: ${detail}`),
  UPLOAD_DAMAGED: entry(
    400,
    400,
    "message",
    (detail) => `The bytes that came are not those announced, and nothing of them was kept: ${detail}`,
  ),

  CONNECTOR_NOT_FOUND: entry(9100, 404, "coded", (detail) => `No such data connector: ${detail}`),
  CONNECTOR_EXISTS: entry(9101, 409, "coded", (detail) => detail),
  CONNECTOR_AMBIGUOUS: entry(9102, 409, "coded", (detail) => detail),
  CONNECTOR_READ_ONLY: entry(
    9103,
    403,
    "coded",
    (id) => `The data connector ${id} only reads. To write and delete through it, set its writeable to true.`,
  ),
  CONNECTOR_PATH_FORBIDDEN: entry(9104, 403, "coded", (detail) => `${detail}. Change the path of the connector, or what is asked for.`),
  CONNECTOR_UNSUPPORTED: entry(9105, 501, "coded", (detail) => detail),
  STORE_CREDENTIALS_REFUSED: entry(
    9110,
    403,
    "coded",
    (detail) => `${detail} Its credentials are wrong or no longer valid: give it new ones (cred_data).`,
  ),
  STORE_ACCESS_DENIED: entry(
    9111,
    403,
    "coded",
    (detail) => `${detail} Its credentials may not do this there: give them the permission, or the connector other ones.`,
  ),
  STORE_CLOCK_SKEWED: entry(
    9112,
    403,
    "coded",
    (detail) => `${detail} The clocks of this machine and of the store differ: set this machine's clock.`,
  ),
  STORE_BUCKET_MISSING: entry(9113, 404, "coded", (detail) => `${detail} Create it in the store, or correct the address.`),
  STORE_THROTTLED: entry(9114, 503, "coded", (detail) => `${detail} It asks for fewer requests: try again later.`),
  STORE_UNREACHABLE: entry(
    9115,
    502,
    "coded",
    (detail) => `${detail} Check that the store runs, the connector's endpoint, and this machine's network.`,
  ),
  STORE_REFUSED: entry(9116, 400, "coded", (detail) => `${detail} Check the address and the settings of the connector.`),
  STORE_FAILED: entry(9117, 502, "coded", (detail) => `${detail} Try again later.`),

  ALGORITHM_NOT_FOUND: entry(404, 404, "message", (name) => `algorithm algo://${name} not found`),
  CONTENT_TYPE_MISSING: entry(400, 400, "message", () => "missing Content-Type"),
  CONTENT_TYPE_UNSUPPORTED: entry(415, 415, "message", (type) => `unsupported Content-Type '${type}'`),
  INPUT_MALFORMED: entry(400, 400, "message", (detail) => `The input does not fit its Content-Type: ${detail}`),
  HEAD_TOO_LARGE: entry(431, 431, "message", (limit) => `The address and headers of the request are larger than ${limit}.`),
  NOT_HTTP: entry(400, 400, "message", () => "What came is not a request that HTTP allows."),
  BODY_TOO_LARGE: entry(413, 413, "message", (limit) => `The request body is larger than ${limit}.`),
  TOO_MANY_CALLS_OF_ACCOUNT: entry(
    429,
    429,
    "message",
    (limit) => `The account has ${limit} calls under way, as many as it may have at once. Nothing of this one has run: try again.`,
  ),
  // What algorithms do to each other is answered like an algorithm's error: 200, as clients show the message of no other status (§3.5).
  CALLS_TOO_DEEP: entry(
    200,
    200,
    "message",
    (limit) => `Algorithms have called each other ${limit} deep, and may not go deeper. Does an algorithm call itself without an end?`,
  ),
  TOO_MANY_CHILD_CALLS: entry(
    200,
    200,
    "message",
    (limit) => `The algorithms of one call from outside may have ${limit} calls under way at once. Wait for some of them first.`,
  ),
  NO_INSTANCE_LEFT: entry(
    200,
    200,
    "message",
    (limit) =>
      `All instances of the algorithm wait for calls like this one, and ${limit} are running beyond their limits already. Try again, or let algorithms call each other less.`,
  ),
  TOO_MANY_CALLS: entry(
    429,
    429,
    "message",
    (detail) => `Too many calls of ${detail}, as many as may wait for an instance. Nothing of this one has run: try again.`,
  ),
  TIMEOUT_INVALID: entry(400, 400, "message", (seen) => `timeout must be a number of seconds above 0 and at most 3000, not ${seen}`),
} satisfies Record<string, ErrorEntry>;

/** Name of an entry of the error table. */
export type ErrorName = keyof typeof errors;

/** A refusal that the caller is told about. */
export class ApiError extends Error {
  constructor(
    readonly reason: ErrorName,
    readonly detail = "",
  ) {
    super(errors[reason].message(detail));
    this.name = "ApiError";
  }

  get status(): number {
    return errors[this.reason].status;
  }

  /** The JSON body, in the form this error has on Algorithmia. */
  get body(): unknown {
    const { body, code } = errors[this.reason];
    if (body === "string") return { error: this.message };
    if (body === "message") return { error: { message: this.message } };
    return { error: { id: randomUUID(), code, message: this.message } };
  }
}

function entry(code: number, status: number, body: Body, message: (detail: string) => string): ErrorEntry {
  return { code, status, body, message };
}
