import { flag, type Parse, text } from "./plain";

/** The stores that a data connector can lead to. */
export const protocols = ["s3", "azureblob", "gs", "dropbox"] as const;
export type Protocol = (typeof protocols)[number];

/** One field of a store: what it is called on the wire, and how it is read. */
export interface StoreField {
  wire: string;
  parse: Parse;
  required?: true;
}

/** How a store is described: its settings may be shown, its credentials never. */
export interface StoreForm {
  /** In the API's words (reference 2.7). */
  credentialType: "iam" | "sas" | "serviceaccount" | "oauth";
  settings: Record<string, StoreField>;
  credentials: Record<string, StoreField>;
}

const address: Parse = (value) =>
  typeof value === "string" && isPlainAddress(value)
    ? { value }
    : { problem: "expected an http or https address without user, password and query" };

const required = (wire: string, parse: Parse = text): StoreField => ({ wire, parse, required: true });
const optional = (wire: string, parse: Parse = text): StoreField => ({ wire, parse });

/** Inputs and wire of every store, in one place: what the program gives, what is secret, what is sent and what comes back. */
export const storeForms: Record<Protocol, StoreForm> = {
  s3: {
    credentialType: "iam",
    settings: {
      endpoint: optional("endpoint", address),
      region: optional("region"),
      forcePathStyle: optional("force_path_style", flag),
    },
    credentials: {
      accessKeyId: required("access_key_id"),
      secretAccessKey: required("secret_access_key"),
      sessionToken: optional("session_token"),
    },
  },
  azureblob: {
    credentialType: "sas",
    settings: { storageUri: required("storage_uri", address), containerName: required("container_name") },
    credentials: { sasToken: required("sas_token") },
  },
  gs: {
    credentialType: "serviceaccount",
    settings: { endpoint: optional("endpoint", address), projectId: optional("project_id") },
    credentials: { credentials: required("private_key", (value) => serviceAccountProblem(value) ?? { value }) },
  },
  dropbox: {
    credentialType: "oauth",
    settings: { endpoint: optional("endpoint", address), appKey: optional("app_key") },
    credentials: {
      accessToken: required("access_token"),
      refreshToken: optional("refresh_token"),
      appSecret: optional("app_secret"),
    },
  },
};

/**
 * The key of a service account: Google's JSON text, or the base64 of it that `@pulumi/gcp` hands out.
 * @returns undefined when it is neither.
 */
export function serviceAccountKey(given: string): Record<string, string> | undefined {
  for (const json of [given, Buffer.from(given, "base64").toString("utf8")]) {
    try {
      const key: unknown = JSON.parse(json);
      if (typeof key === "object" && key !== null && "private_key" in key && "client_email" in key) return key as Record<string, string>;
    } catch {
      // Perhaps the other form.
    }
  }
  return undefined;
}

function serviceAccountProblem(value: unknown): { problem: string } | undefined {
  if (typeof value === "string" && serviceAccountKey(value)) return undefined;
  return { problem: "expected the JSON text of a service account's key, with client_email and private_key" };
}

/** An address that could carry a secret would show it in answers and messages. */
function isPlainAddress(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, username, password, search, hash } = new URL(given);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}
