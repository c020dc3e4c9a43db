import type { AxiosResponse } from "axios";
import { z } from "zod";
import { errors } from "../errors";
import { type Protocol, protocols } from "../inputs/connector-stores";
import { isAbsent } from "./absence";
import { redact } from "./redact";
import { codeOf, messageOf, type Request, type Transport } from "./transport";

/** A data connector as the platform tells about it: never its credentials. */
export interface ConnectorState {
  owner: string;
  protocol: Protocol;
  label?: string;
  isDefault: boolean;
  path: string;
  writeable: boolean;
  /** `iam`, `sas`, `serviceaccount`, `oauth` or `environment`. */
  credentialType: string;
  /** Where the store is, in the API's words. */
  settings: Record<string, unknown>;
  /** When it was last written, as the platform says it; absent where it does not. */
  modified?: string;
}

/** What is written of a connector. */
export interface ConnectorContent {
  isDefault: boolean;
  path: string;
  writeable: boolean;
  credentialType: string;
  /** In the API's words; absent where the platform takes those of its own environment. */
  credentials?: Record<string, unknown>;
  settings: Record<string, unknown>;
}

/** Data connectors of an account. `id` is `s3+label`, or `s3` for one without a label. */
export interface ConnectorsClient {
  /** The account that the API key is of. */
  ownAccount(): Promise<string>;
  /** @returns undefined when there is no connector of exactly this address. @throws CONNECTOR_NOT_ALLOWED */
  find(owner: string, id: string): Promise<ConnectorState | undefined>;
  /** @throws CONNECTOR_REFUSED, CONNECTOR_DEFAULT_TAKEN, CONNECTOR_OWNER_UNKNOWN, CONNECTOR_NOT_ALLOWED */
  create(owner: string, id: string, content: ConnectorContent): Promise<ConnectorState>;
  /** @throws as `create` */
  update(owner: string, id: string, content: ConnectorContent): Promise<ConnectorState>;
  /** Deletes it; one that is gone already is deleted. What lies in the store stays. */
  remove(owner: string, id: string): Promise<void>;
  /** What speaks against a store that cannot be used at all, in the platform's words; undefined where nothing is known to. */
  complaintOfStore(id: string, folder: string): Promise<string | undefined>;
}

const Connector = z
  .object({
    username: z.string(),
    label: z.string().nullish(),
    protocol: z.enum(protocols),
    is_default: z.boolean(),
    path: z.string(),
    writeable: z.boolean(),
    cred_type: z.string(),
    settings: z.record(z.string(), z.unknown()),
    modified_at: z.string().nullish(),
  })
  .transform(
    ({ username, label, is_default, cred_type, modified_at, ...same }): ConnectorState => ({
      ...same,
      owner: username,
      label: label || undefined,
      isDefault: is_default,
      credentialType: cred_type,
      modified: modified_at ?? undefined,
    }),
  );

/** The folders of accounts; the first is the key's own (reference 2.3). */
const Accounts = z.object({ folders: z.array(z.object({ name: z.string() })).min(1) });

/** Credentials refused, clock skewed, no such bucket, unreachable, failed: nothing works then. A refused listing alone says little. */
const storeComplaints = [9110, 9112, 9113, 9115, 9117];
const probeSeconds = 30;

export function createConnectorsClient(transport: Transport): ConnectorsClient {
  const { apiAddress, apiKey } = transport.connection;
  const at = (owner: string, id = "") => `/v1/users/${encodeURIComponent(owner)}/connectors${id && `/${encodeURIComponent(id)}`}`;
  const told = (response: AxiosResponse<unknown>, secrets: readonly string[] = []) =>
    [apiKey, ...secrets].reduce<string>((text, secret) => redact(text, secret), messageOf(response));

  async function write(owner: string, id: string, request: Request, secrets: readonly string[]): Promise<ConnectorState> {
    const response = await transport.send({ ...request, accept: [400, 403, 404, 409] });
    if (response.status === 400) throw errors.CONNECTOR_REFUSED(id, owner, told(response, secrets));
    if (response.status === 403) throw errors.CONNECTOR_NOT_ALLOWED(id, owner, told(response, secrets));
    if (response.status === 409) throw errors.CONNECTOR_DEFAULT_TAKEN(id, told(response, secrets));
    if (isAbsent(response, transport, request.doing)) throw errors.CONNECTOR_OWNER_UNKNOWN(id, owner, apiAddress);
    return transport.read(Connector, response, request.doing);
  }

  return {
    async ownAccount() {
      const doing = "looking up the account of the API key";
      const { folders } = await transport.json(Accounts, { method: "GET", path: "/v1/data", doing });
      return folders[0]!.name;
    },
    async find(owner, id) {
      const doing = `reading the data connector ${id} of ${owner}`;
      const response = await transport.send({ method: "GET", path: at(owner, id), doing, accept: [403, 404] });
      if (response.status === 403) throw errors.CONNECTOR_NOT_ALLOWED(id, owner, told(response));
      if (isAbsent(response, transport, doing)) return undefined;
      const found = transport.read(Connector, response, doing);
      // `s3` alone also leads to the default connector, which may be another one.
      return found.label === labelIn(id) ? found : undefined;
    },
    create(owner, id, content) {
      const [protocol] = id.split("+");
      const json = { username: owner, protocol, label: labelIn(id), ...body(content) };
      return write(owner, id, { method: "POST", path: at(owner), doing: `creating the data connector ${id}`, json }, secretsIn(content));
    },
    update(owner, id, content) {
      const request = { method: "PUT", path: at(owner, id), doing: `changing the data connector ${id}`, json: body(content) } as const;
      return write(owner, id, request, secretsIn(content));
    },
    async remove(owner, id) {
      const doing = `deleting the data connector ${id}`;
      isAbsent(await transport.send({ method: "DELETE", path: at(owner, id), doing, accept: [404] }), transport, doing);
    },
    async complaintOfStore(id, folder) {
      const path = `/v1/connector/${encodeURIComponent(id)}/${folder.split("/").map(encodeURIComponent).join("/")}`;
      const response = await transport.send({
        method: "GET",
        path,
        doing: `looking through the data connector ${id}`,
        accept: [400, 403, 404, 501, 502, 503],
        timeoutSeconds: probeSeconds,
        idempotent: false,
      });
      return storeComplaints.includes(codeOf(response) ?? 0) ? told(response) : undefined;
    },
  };
}

function labelIn(id: string): string | undefined {
  return id.split("+")[1];
}

function body({ isDefault, path, writeable, credentialType, credentials, settings }: ConnectorContent) {
  return { is_default: isDefault, path, writeable, cred_type: credentialType, cred_data: credentials, settings };
}

/** A platform may repeat in its refusal what it was sent. */
function secretsIn({ credentials = {}, settings }: ConnectorContent): string[] {
  const shown = Object.values(settings);
  return Object.values(credentials).filter(
    (value): value is string => typeof value === "string" && value.length > 3 && !shown.includes(value),
  );
}
