import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { promisify } from "node:util";
import { onPath } from "../on-path";
import type { Isolation } from "./contract";
import { nulEnded } from "./nul-ended";
import { someUser } from "./numbers";
import { nameVariables, writePasswd } from "./passwd";
import { programFolders } from "./program-folders";
import { type SystemFolders, systemFolders } from "./system-folders";
import { type WayToRun, waysToRun } from "./users";

// Where an instance finds its own folder; its temporary one is also /tmp.
const inside = { root: "/instance", home: "/instance/home", temporary: "/tmp" };

const namespaces = [
  "--unshare-pid",
  "--unshare-ipc",
  "--unshare-uts",
  "--unshare-cgroup-try",
  "--cap-drop",
  "ALL",
  // Its process 1 ends with the instance, and the kernel ends all others with it.
  "--as-pid-1",
  "--clearenv",
];

/**
 * Isolates with bubblewrap: own processes, own /tmp, the system read-only, nothing else of the machine's files. Or the reason why not.
 *
 * @param shown more files that every instance may read
 */
export async function createBwrap(hidden: string[], shown: string[]): Promise<Isolation | string> {
  if (process.platform !== "linux") return `bwrap is for Linux, not ${process.platform}`;
  const bwrap = await onPath("bwrap");
  if (bwrap === undefined) return "bwrap is not installed";
  const system = await systemFolders(hidden, shown);
  let reason = "";
  for (const users of await waysToRun()) {
    const view = [...namespaces, ...users.options, ...system.arguments, "--proc", "/proc", "--dev", "/dev", ...users.optionsOfDevices];
    const failure = await tryOut([bwrap, ...view, "--", ...(users.own?.become(someUser) ?? []), "true"]);
    if (failure === undefined) return isolation(bwrap, view, users, system);
    reason ||= failure;
  }
  return `bwrap does not work here: ${reason}`;
}

function isolation(bwrap: string, view: string[], users: WayToRun, system: SystemFolders): Isolation {
  return {
    kind: "bwrap",
    description: `bwrap: each instance has its own ${users.own ? "user, " : ""}processes, files and /tmp, and reads the system only`,
    countsProcesses: users.countsProcesses,
    seenInside: () => inside,
    async command(command, { folder, workingDir, programs, readable, environment }) {
      const needed = [...readable, ...system.named, ...(await programFolders(programs))];
      // A link among the system's folders leads to where its target is shown.
      const targets = await Promise.all(needed.map((path) => realpath(path).catch(() => path)));
      const readOnly = [...needed, ...targets].filter((path) => !system.shows(path));
      const options = nulEnded([
        ...view,
        ...system.devices.flatMap((path) => ["--dev-bind-try", path, path]),
        ...["--bind", folder.root, inside.root, "--bind", folder.temporary, inside.temporary],
        ...["--dir", "/var", "--symlink", inside.temporary, "/var/tmp"],
        // After /tmp, for they may lie there.
        ...[...new Set(readOnly.flatMap(foldersAbove))].flatMap((path) => ["--dir", path]),
        ...[...new Set(readOnly)].flatMap((path) => ["--ro-bind-try", path, path]),
        ...Object.entries({ ...nameVariables, ...environment }).flatMap(([variable, value]) => ["--setenv", variable, value]),
        ...["--chdir", workingDir],
      ]);
      const user = await users.own?.take(folder);
      const passwd = user && (await writePasswd(folder, user.id, inside.home));
      const start = user ? (users.own?.become(user.id) ?? []) : [];
      return {
        command: [bwrap, "--args", "4", "--", ...start, ...command],
        // An algorithm's secrets name variables as they like: outside, LD_PRELOAD would run their code.
        environment: {},
        options: options + (passwd === undefined ? "" : nulEnded(["--ro-bind", passwd, "/etc/passwd"])),
        free: user?.free,
      };
    },
  };
}

/** Made by bwrap itself, they would be closed to the user of the instance. */
function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path || parent === sep ? [] : [...foldersAbove(parent), parent];
}

/** Undefined when a command ends well, else what it said. */
async function tryOut([program, ...args]: string[]): Promise<string | undefined> {
  try {
    await promisify(execFile)(program!, args, { timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (stderr?.trim() || message).split("\n")[0]!.replace(/^bwrap: /, "");
  }
}
