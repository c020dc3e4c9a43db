import { z } from "zod";
import { ApiError } from "../api/errors";
import { orAbsent, parser, textOrAbsent } from "../api/parsers";
import type { CredentialType, Protocol } from "../store/connectors";
import type { Access, Schemas } from "./schemas";

const required = z.string().min(1, { error: "must not be empty" }).max(100_000);
const optional = textOrAbsent(100_000);

/** An address that could carry a secret would show it in answers and messages. */
const address = optional.refine((text) => text === undefined || isPlainAddress(text), {
  error: "must be an http or https address without user, password and query",
});

const common = {
  username: optional,
  is_default: orAbsent(z.boolean()),
  cred_type: orAbsent(z.enum(["iam", "sas", "serviceaccount", "oauth", "environment"])),
  cred_data: z.unknown().optional(),
  settings: z.unknown().optional(),
  path: orAbsent(z.string().max(1024)).transform((value) => value?.replace(/^\/+/, "") || undefined),
  writeable: orAbsent(z.boolean()),
};
const protocol = z.enum(["s3", "azureblob", "gs", "dropbox"], { error: 'must be "s3", "azureblob", "gs" or "dropbox"' });
const label = optional.refine((text) => text === undefined || /^[a-zA-Z0-9]{1,64}$/.test(text), {
  error: "must be letters and digits, at most 64",
});

/** For each protocol: what its credentials are called, their fields, and the settings beside them. Fields of the first that are settings are shown. */
const accesses: Record<Protocol, { type: CredentialType; credentials: z.ZodObject; settings: z.ZodObject }> = {
  s3: {
    type: "iam",
    credentials: z.object({ access_key_id: required, secret_access_key: required, session_token: optional }),
    settings: z.strictObject({ endpoint: address, region: optional, force_path_style: orAbsent(z.boolean()) }),
  },
  azureblob: {
    type: "sas",
    credentials: z.object({ storage_uri: address, container_name: optional, sas_token: required }),
    settings: z.strictObject({ storage_uri: address, container_name: optional }),
  },
  gs: {
    type: "serviceaccount",
    credentials: z.object({
      email: optional,
      client_email: optional,
      project_id: optional,
      private_key_id: optional,
      private_key: required,
    }),
    settings: z.strictObject({ endpoint: address, project_id: optional, email: optional }),
  },
  dropbox: {
    type: "oauth",
    credentials: z.object({ access_token: required, refresh_token: optional, app_key: optional, app_secret: optional }),
    settings: z.strictObject({ endpoint: address, app_key: optional }),
  },
};

/** What must be known in the end, wherever it was said. */
const needed: Record<Protocol, string[]> = { s3: [], azureblob: ["storage_uri", "container_name"], gs: ["email"], dropbox: [] };

/** One parser a body. */
export const parsers: Schemas = {
  newConnector: parser(z.object({ ...common, protocol, label: label.transform((text) => text ?? "") })),
  connectorChange: parser(z.object({ ...common, protocol: orAbsent(protocol), label })),
  access(named, type, credentials, settings) {
    const { type: usual, ...schema } = accesses[named];
    if (type !== usual && !(type === "environment" && named === "s3")) {
      throw new ApiError(
        "INVALID_INPUT",
        `cred_type: ${named} takes "${usual}"${named === "s3" ? ' or "environment"' : ""}, not "${type}"`,
      );
    }
    const shown = at("settings", schema.settings, settings ?? {});
    const given = type === "environment" || credentials === undefined ? {} : at("cred_data", schema.credentials, fromText(credentials));
    return takeApart(schema.settings, shown, given, type === "environment" ? "environment" : credentials === undefined ? "none" : "given");
  },
  requireSettings(named, settings) {
    const missing = needed[named].filter((name) => settings[name] === undefined);
    if (missing.length > 0) throw new ApiError("INVALID_INPUT", `cred_data.${missing[0]}: a connector to ${named} needs it`);
  },
};

function takeApart(
  schema: z.ZodObject,
  shown: Record<string, unknown>,
  { client_email, ...given }: Record<string, unknown>,
  credentials: "given" | "none" | "environment",
): Access {
  const said = { ...shown, ...(client_email !== undefined && { email: client_email }), ...given };
  const entries = Object.entries(said).filter(([, value]) => value !== undefined);
  const settings = Object.fromEntries(entries.filter(([name]) => name in schema.shape));
  if (credentials === "none") return { settings };
  const secret = entries.filter(([name]) => !(name in schema.shape)) as [string, string][];
  return { settings, credentials: Object.fromEntries(secret) };
}

function at(field: string, schema: z.ZodObject, value: unknown): Record<string, unknown> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new ApiError("INVALID_INPUT", `${[field, ...issue.path].join(".")}: ${issue.message}`);
}

/** The documentation types `cred_data` as a string. */
function fromText(credentials: unknown): unknown {
  if (typeof credentials !== "string") return credentials;
  try {
    return JSON.parse(credentials);
  } catch {
    throw new ApiError("INVALID_INPUT", "cred_data: must be an object, or its JSON text");
  }
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol: scheme, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(scheme) && `${username}${password}${search}${hash}` === "";
}
