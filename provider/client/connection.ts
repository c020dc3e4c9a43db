import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse as parseToml } from "toml";
import { z } from "zod";
import { errors } from "../errors";
import { configKeys, profileKey } from "./connection-keys";

/** Where a platform is and who is asking. Addresses are origins without a trailing slash. */
export interface Connection {
  apiAddress: string;
  gitAddress: string;
  /** Absent when none is configured; the first request then fails with API_KEY_MISSING. */
  apiKey?: string;
  /** PEM text of extra certificate authorities and the file it came from. */
  caCert?: { path: string; pem: string };
}

const defaultApiAddress = "https://api.algorithmia.com";

/**
 * Finds out which platform to talk to: stack configuration wins over the environment, the environment over the profile of
 * `~/.algorithmia/config` (the file that Algorithmia's own `algo auth` writes).
 *
 * @param config Looks a key such as `algorithmia:apiKey` up in the stack's configuration; leave it out outside Pulumi.
 * @throws ADDRESS_INVALID, CA_CERT_UNREADABLE
 * @example const connection = resolveConnection({ config: (key) => stackConfig.get(key) });
 */
export function resolveConnection(options: { config?: (key: string) => string | undefined; environment?: NodeJS.ProcessEnv }): Connection {
  const { config = () => undefined, environment = process.env } = options;
  const profile = readProfile(environment, config(profileKey) ?? "default");
  const find = (name: keyof typeof configKeys, fromProfile?: string) =>
    config(configKeys[name].key) || environment[configKeys[name].environment] || fromProfile || undefined;

  const apiAddress = origin("algorithmia:apiAddress", find("apiAddress", profile.api_server) ?? defaultApiAddress);
  const gitAddress = origin("algorithmia:gitAddress", find("gitAddress") ?? gitAddressOf(apiAddress));
  const caPath = find("caCert", profile.ca_cert);
  return { apiAddress, gitAddress, apiKey: find("apiKey", profile.api_key), caCert: caPath ? readCertificate(caPath) : undefined };
}

/** `https://api.acme.example` → `https://git.acme.example`; an address without an `api.` label serves git itself. */
export function gitAddressOf(apiAddress: string): string {
  return apiAddress.replace(/^(https?:\/\/)api\./i, "$1git.");
}

function origin(key: string, text: string): string {
  if (!URL.canParse(text)) throw errors.ADDRESS_INVALID(key, text);
  const url = new URL(text);
  // Algorithmia's clients take the address verbatim and add /v1; a trailing slash or /v1 here is the most common slip.
  const path = url.pathname.replace(/\/(v1|git)?\/?$/, "");
  if (!/^https?:$/.test(url.protocol) || path !== "" || url.username || url.password)
    throw errors.ADDRESS_INVALID(key, withoutCredentials(url));
  return url.origin;
}

/** What a message may show of an address: no user, password or query. */
function withoutCredentials({ protocol, host, pathname }: URL): string {
  return `${protocol}${host && "//"}${host}${host && pathname === "/" ? "" : pathname}`;
}

const Profile = z.object({ api_key: z.string().optional(), api_server: z.string().optional(), ca_cert: z.string().optional() });

function readProfile(environment: NodeJS.ProcessEnv, name: string): z.infer<typeof Profile> {
  try {
    const text = readFileSync(join(environment.HOME ?? homedir(), ".algorithmia", "config"), "utf8");
    const { profiles } = z.object({ profiles: z.record(z.string(), Profile) }).parse(parseToml(text));
    return profiles[name] ?? {};
  } catch {
    return {}; // No profile, or one that only Algorithmia's own tools can read: the other sources decide.
  }
}

function readCertificate(path: string): { path: string; pem: string } {
  try {
    return { path, pem: readFileSync(path, "utf8") };
  } catch (error) {
    throw errors.CA_CERT_UNREADABLE(path, error instanceof Error ? error.message : String(error));
  }
}
