import { row } from "./define";

/** What a store behind a data connector, or the way to it, can answer. */
export const storeErrors = {
  STORE_CONNECTOR_UNUSABLE: row({
    what: told,
    why: "A connector belongs to an account or an organization, and the API key's user has none of that name.",
    fix: "Correct the label, or declare it with `DataConnector` and make `store` or `uri` from its outputs, so that Pulumi makes it first.",
    exit: "user",
    example: ["s3+prod", "No such data connector: s3+prod. There are s3+lab"],
  }),
  STORE_CONNECTOR_FORBIDS: row({
    what: told,
    why: "It has a path that it is limited to, and writes nothing unless it is writeable.",
    fix: "Widen its `path` or set `writeable: true` on the DataConnector, or use another `store`, then update again.",
    exit: "user",
    example: ["s3+prod", "The data connector s3+prod only reads. To write and delete through it, set its writeable to true"],
  }),
  STORE_CREDENTIALS_REFUSED: row({
    what: told,
    fix: "Do that (new credentials go into the DataConnector), then update again; it goes on where it stopped.",
    exit: "user",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod did not accept the connector for s3+prod://models/a.pkl: InvalidAccessKeyId. Its credentials are wrong or no longer valid: give it new ones (cred_data)",
    ],
  }),
  STORE_CLOCK_DIFFERS: row({
    what: told,
    why: "Requests are signed with their time, and stores take those of a few minutes only. The credentials may well be right.",
    fix: "Have the clock of the platform's machine set (NTP), then update again; it goes on where it stopped.",
    exit: "platform",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod found the request's time wrong for s3+prod://models/a.pkl: RequestTimeTooSkewed: The difference between the request time and the current time is too large. The clocks of this machine and of the store differ: set this machine's clock",
    ],
  }),
  STORE_ACCESS_DENIED: row({
    what: told,
    why: "The credentials are known there; a policy of the bucket or of the user forbids the operation.",
    fix: "Allow the user of the credentials there to read, write and list below the prefix, then update again; it goes on where it stopped.",
    exit: "user",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod denied access for s3+prod://models/private/a.pkl: AccessDenied. Its credentials may not do this there: give them the permission, or the connector other ones",
    ],
  }),
  STORE_BUCKET_NOT_FOUND: row({
    what: told,
    fix: "Create the bucket or container first, or correct its name in `store` or `uri`, then update again.",
    exit: "user",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod has no such bucket for s3+prod://modles/a.pkl: NoSuchBucket. Create it in the store, or correct the address",
    ],
  }),
  STORE_BUSY: row({
    what: told,
    fix: "Update again in a while; it goes on where it stopped, and nothing is uploaded twice.",
    exit: "platform",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod is throttling for s3+prod://models/a.pkl: SlowDown. It asks for fewer requests: try again later",
    ],
  }),
  STORE_UNREACHABLE: row({
    what: told,
    why: "It is down, its address is wrong, or the connection broke. What was sent in part is not kept.",
    fix: "Check the store and the connector's `endpoint`, then update again; it goes on where it stopped.",
    exit: "platform",
    example: [
      "s3+prod",
      "The store of the data connector s3+prod could not be reached for s3+prod://models/a.pkl: connect ECONNREFUSED 127.0.0.1:9",
    ],
  }),
  STORE_REFUSED: row({
    what: told,
    fix: "Do what the store's words ask for, then update again; it goes on where it stopped.",
    exit: "user",
    example: ["s3+prod", "The store of the data connector s3+prod refused the request for s3+prod://models/a.pkl: EntityTooLarge"],
  }),
  STORED_MODEL_DIFFERS: row({
    what: (uri: string, wanted: string, found: string) => `${uri} has the sha256 ${found}, but ${wanted} is declared.`,
    why: "It was overwritten since, or the hash is another file's. Nothing was changed on the platform.",
    fix: "Declare the new hash, name the version that has the declared bytes (`?versionId=…`), or put them back.",
    exit: "user",
    example: ["s3+prod://models/v7.pkl", "9f2c…", "41d0…"],
  }),
  STORED_MODEL_SHA256_UNKNOWN: row({
    what: (uri: string) => `\`model: { uri: "${uri}" }\` needs a \`sha256\`: its store keeps none for this object.`,
    why: "Bytes are identified by their hash, and only stores with a checksum of the whole object tell it without a download.",
    fix: (uri) =>
      `Run \`pulumi-algorithmia pin <owner/name> ${uri}\`, which reads it once, or hash your own copy (\`sha256sum <file>\`). An upload to S3 with \`--checksum-algorithm SHA256\` is kept with it.`,
    exit: "user",
    example: ["s3+prod://models/v7.pkl"],
  }),
};

/** The platform's own text names the address and has the store's words; it comes without the full stop of its last sentence. */
function told(connector: string, message: string): string {
  return `Through the data connector ${connector}: ${message}.`;
}
