import { row } from "./define";

/** What the platform, or the way to it, can answer. */
export const platformErrors = {
  API_KEY_MISSING: row({
    what: (address: string) => `No Algorithmia API key is configured for ${address}.`,
    fix: "Run `pulumi config set --secret algorithmia:apiKey <key>`, or set ALGORITHMIA_API_KEY, which `pulumi-algorithmia` reads.",
    exit: "user",
    example: ["https://api.algorithmia.com"],
  }),
  API_KEY_REJECTED: row({
    what: (address: string, doing: string) => `${address} does not know the API key (while ${doing}).`,
    why: "The key is mistyped, was deleted, or belongs to another platform.",
    fix: "Check `algorithmia:apiAddress` (outside Pulumi: ALGORITHMIA_API), then set the key again: `pulumi config set --secret algorithmia:apiKey <key>` (ALGORITHMIA_API_KEY).",
    exit: "user",
    example: ["https://api.algorithmia.com", "reading algorithm acme/sentiment"],
  }),
  NOT_AUTHORIZED: row({
    what: (address: string, doing: string) => `${address} refuses this API key the right to do this (${doing}).`,
    why: "The key is valid but lacks a scope (data read and write, algorithm management), or its account does not own the algorithm or the collection.",
    fix: "Use a key of the owner, or of a member of the owning organization, with those scopes.",
    exit: "user",
    example: ["https://api.algorithmia.com", "writing data://acme/sentiment/model-9f2c41d07a55.pkl"],
  }),
  PLATFORM_UNREACHABLE: row({
    what: (address: string, doing: string, reason: string) => `${address} cannot be reached (while ${doing}: ${reason}).`,
    fix: "Check `algorithmia:apiAddress` (outside Pulumi: ALGORITHMIA_API) and the network, then run the same command again; it goes on where it stopped.",
    exit: "platform",
    example: ["https://api.algorithmia.com", "reading algorithm acme/sentiment", "connect ECONNREFUSED 127.0.0.1:9"],
  }),
  PLATFORM_TIMEOUT: row({
    what: (address: string, doing: string, seconds: number) => `${address} did not answer within ${seconds} s (while ${doing}).`,
    fix: "Run the same command again; it goes on where it stopped. A slow line may need a larger `timeouts` input.",
    exit: "platform",
    example: ["https://api.algorithmia.com", "uploading the model", 3600],
  }),
  GIT_STALLED: row({
    what: (address: string, doing: string) => `Nothing came from ${address} for too long (while ${doing}).`,
    fix: "Check the network between here and the git server, then run the same command again; it goes on where it stopped.",
    exit: "platform",
    example: ["https://git.algorithmia.com", "cloning the source of acme/sentiment"],
  }),
  PLATFORM_ERROR: row({
    what: (address: string, doing: string, status: number, message: string) =>
      `${address} answered ${status} (while ${doing}): ${message}.`,
    fix: "If it stays, ask the platform's operator; the same command goes on where it stopped.",
    exit: "platform",
    example: ["https://api.algorithmia.com", "publishing acme/sentiment", 500, "internal server error"],
  }),
  PLATFORM_ANSWER_MALFORMED: row({
    what: (address: string, doing: string, reason: string) =>
      `${address} gave an answer that is not Algorithmia's (while ${doing}): ${reason}.`,
    fix: "Check that `algorithmia:apiAddress` is the API's address, not that of its website or of a proxy.",
    exit: "platform",
    example: ["https://example.com", "reading algorithm acme/sentiment", "id is missing"],
  }),
  ALGORITHM_NOT_FOUND: row({
    what: (algorithm: string, address: string) => `There is no algorithm ${algorithm} on ${address}.`,
    fix: "Check owner and name (no `algo://`, no version), or create the algorithm first.",
    exit: "user",
    example: ["acme/sentiment", "https://api.algorithmia.com"],
  }),
  CA_CERT_UNREADABLE: row({
    what: (path: string, reason: string) => `The certificate file ${path} cannot be read: ${reason}.`,
    fix: "Correct `algorithmia:caCert` (or REQUESTS_CA_BUNDLE).",
    exit: "user",
    example: ["/etc/ssl/acme.pem", "ENOENT: no such file or directory"],
  }),
  ADDRESS_INVALID: row({
    what: (key: string, value: string) => `${key} is ${JSON.stringify(value)}, which is not an address.`,
    fix: "Give an origin such as https://api.acme.example, without a path.",
    exit: "user",
    example: ["algorithmia:apiAddress", "api.acme.example"],
  }),
};
