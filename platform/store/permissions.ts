/** What a key may do (reference/algorithmia-api.md §1.2). */
export interface Permissions {
  allow_data: boolean;
  allow_data_write: boolean;
  allow_algo: boolean;
  allow_web_algo: boolean;
  algo_acl: string[];
  allow_algo_management: boolean;
  /** The one site that pages with the key are said to be on; recorded only. */
  referer_host?: string;
}

/** What a key is for: an account's own requests, or the administration of the platform. */
export type KeyKind = "AlgorithmKey" | "PlatformAdminKey";

/** Everything: what the default key of an account has. */
export const allPermissions: Permissions = {
  allow_data: true,
  allow_data_write: true,
  allow_algo: true,
  allow_web_algo: true,
  algo_acl: ["algo://*"],
  allow_algo_management: true,
};

/** Nothing at all. */
export const noPermissions: Permissions = {
  allow_data: false,
  allow_data_write: false,
  allow_algo: false,
  allow_web_algo: false,
  algo_acl: [],
  allow_algo_management: false,
};

/** The entries that an `algo_acl` may have: `algo://*`, `algo://owner/*`, `algo://owner/name`, `algo://owner/name/*`. */
export const aclEntry = /^algo:\/\/(\*|[a-z][a-z0-9_]*\/(\*|[a-z][a-z0-9_]*(\/\*)?))$/i;

/** True when these permissions let their holder call `owner/name`. An empty list allows no call. */
export function mayCall(permissions: Permissions, owner: string, name: string): boolean {
  return permissions.allow_algo && permissions.algo_acl.some((entry) => matches(entry, owner, name));
}

/** True when `inner` allows nothing that `outer` does not. */
export function within(inner: Permissions, outer: Permissions): boolean {
  const flags = ["allow_data", "allow_data_write", "allow_algo", "allow_web_algo", "allow_algo_management"] as const;
  const sameSite = outer.referer_host === undefined || inner.referer_host === outer.referer_host;
  return sameSite && flags.every((flag) => !inner[flag] || outer[flag]) && inner.algo_acl.every((entry) => covered(entry, outer.algo_acl));
}

function matches(entry: string, owner: string, name: string): boolean {
  const [entryOwner, entryName] = parts(entry);
  if (entryOwner === "*") return true;
  if (entryOwner !== owner.toLowerCase()) return false;
  return entryName === "*" || entryName === name.toLowerCase();
}

function covered(entry: string, by: string[]): boolean {
  const [owner, name] = parts(entry);
  return by.some((other) => {
    const [otherOwner, otherName] = parts(other);
    return otherOwner === "*" || (otherOwner === owner && (otherName === "*" || otherName === name));
  });
}

function parts(entry: string): [owner: string, name: string] {
  const [owner = "", name = "*"] = entry
    .toLowerCase()
    .replace(/^algo:\/\//, "")
    .split("/");
  return [owner, name];
}
