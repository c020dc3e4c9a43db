import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/** The part of the machine's own files that every instance sees. */
export interface SystemFolders {
  /** For bwrap. */
  arguments: string[];
  /** Files and folders elsewhere that it needs; whatever covers them comes before. */
  named: string[];
  /** Graphics processors. */
  devices: string[];
  /** Whether a path is among them. */
  shows(path: string): boolean;
}

// Programs, libraries and settings. Not /home, /root, /srv, /mnt, /var and /run: whatever is needed from there is named.
const names = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/sys"];

// What the variables of the platform name that instances get too.
const variables = ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "LD_LIBRARY_PATH"];

/**
 * Reads once what there is.
 *
 * @param hidden folders that are covered wherever they lie, as is what others may not read in /etc
 * @param more files and folders that are shown beside the system's
 */
export async function systemFolders(hidden: string[], more: string[]): Promise<SystemFolders> {
  const shown: string[] = [];
  const args: string[] = [];
  for (const name of names) {
    const found = await lstat(name).catch(() => undefined);
    if (found?.isSymbolicLink()) args.push("--symlink", await readlink(name), name);
    else if (found?.isDirectory()) {
      args.push("--ro-bind", name, name);
      shown.push(name);
    }
  }
  const covered = (await Promise.all(hidden.map((path) => realpath(path).catch(() => path)))).filter((path) => isWithin(path, shown));
  if (process.geteuid?.() === 0) args.push(...(await coverSecrets("/etc")));
  for (const path of covered) args.push("--tmpfs", path);
  return {
    arguments: args,
    named: await namedFiles(hidden, more),
    devices: (await readdir("/dev")).filter((name) => /^(nvidia.*|dri|kfd)$/.test(name)).map((name) => join("/dev", name)),
    shows: (path) => isWithin(path, shown) && !isWithin(path, covered),
  };
}

/**
 * Files and folders outside of the system's that programs look for.
 *
 * @param hidden folders from which the platform's own environment cannot name any
 */
export async function namedFiles(hidden: string[], more: string[]): Promise<string[]> {
  // Systemd's resolver keeps the names of the DNS servers in /run.
  const resolver = await realpath("/etc/resolv.conf").catch(() => "/etc/resolv.conf");
  const named = variables.flatMap((name) => process.env[name]?.split(":") ?? []).filter((path) => /^\/./.test(path));
  return [resolver, ...named.filter((path) => !hidden.some((folder) => isWithin(folder, [path]))), ...more];
}

/** Without its capabilities root may still read its own files, such as the hashes of passwords. */
async function coverSecrets(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const covers = await Promise.all(
    entries
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map(async (entry) => {
        const path = join(folder, entry.name);
        const mode = await lstat(path).then(
          (found) => found.mode,
          () => 0o777,
        );
        const forAll = entry.isDirectory() ? 0o005 : 0o004;
        if ((mode & forAll) === forAll) return entry.isDirectory() ? coverSecrets(path) : [];
        return entry.isDirectory() ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path];
      }),
  );
  return covers.flat();
}

function isWithin(path: string, folders: string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder + sep));
}
