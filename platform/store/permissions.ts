/** What a key may do (reference/algorithmia-api.md §1.2). */
export interface Permissions {
  allow_data: boolean;
  allow_data_write: boolean;
  allow_algo: boolean;
  allow_web_algo: boolean;
  algo_acl: string[];
  allow_algo_management: boolean;
}

/** Everything: what the default key of an account has. */
export const allPermissions: Permissions = {
  allow_data: true,
  allow_data_write: true,
  allow_algo: true,
  allow_web_algo: true,
  algo_acl: ["algo://*"],
  allow_algo_management: true,
};

/** True when these permissions let their holder call `owner/name`. An empty list allows no call. */
export function mayCall(permissions: Permissions, owner: string, name: string): boolean {
  return permissions.allow_algo && permissions.algo_acl.some((entry) => matches(entry, owner, name));
}

/** True when `inner` allows nothing that `outer` does not. */
export function within(inner: Permissions, outer: Permissions): boolean {
  const flags = ["allow_data", "allow_data_write", "allow_algo", "allow_web_algo", "allow_algo_management"] as const;
  return flags.every((flag) => !inner[flag] || outer[flag]) && inner.algo_acl.every((entry) => covered(entry, outer.algo_acl));
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
