import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pick } from "../allowed-environment";
import { pythonFolder } from "../language-folders";
import { onPath } from "../on-path";
import { clearSharedFolders } from "./clear-shared-folders";
import type { Isolation } from "./contract";
import { nulEnded } from "./nul-ended";
import { someUser } from "./numbers";
import { closedFolder, openTheWay, shutFolder } from "./open-folders";
import { nameVariables, writePasswd } from "./passwd";
import { programFolders } from "./program-folders";
import { namedFiles } from "./system-folders";
import { openUserTable } from "./user-table";
import { noOwnUsers } from "./users";
import { viewOf } from "./view";

const launcher = join(pythonFolder, "become_user.py");

/**
 * Isolates without bubblewrap: root gives each instance a user of its own and, where the kernel lets it, a view of the machine without the
 * platform's data, the homes of people and the /tmp of others. Or the reason why not.
 *
 * @param hidden folders that no instance may see, but for what it is given of them
 * @param shown more files that every instance may read
 * @param wanted default: views where the kernel lets
 */
export async function createOwnUsers(hidden: string[], shown: string[], wanted?: { withViews: boolean }): Promise<Isolation | string> {
  const [refusal, withViews] = await Promise.all([triedOut(), wanted?.withViews ?? canMakeViews()]);
  if (refusal !== undefined) return refusal;
  const named = await namedFiles(hidden, shown);
  const platforms = [...new Set([...hidden, ...(await Promise.all(hidden.map((path) => realpath(path).catch(() => path))))])];
  const closed = withViews ? undefined : await reasonNotToReach(platforms);
  if (closed !== undefined) return closed;
  if (!withViews) for (const folder of platforms) await shutFolder(folder);
  const table = openUserTable(withViews ? undefined : clearSharedFolders);
  return {
    kind: "users",
    description: withViews
      ? "users: each instance has its own user, files and /tmp, and does not see the platform's data nor people's homes"
      : "users: each instance has its own user and files, and can read what everybody on this machine may",
    countsProcesses: true,
    seenInside: (folder) => folder,
    async command(command, { folder, workingDir, python, programs, readable, environment }) {
      const needed = [...readable, ...named, ...(await programFolders(programs))];
      const targets = await Promise.all(needed.map((path) => realpath(path).catch(() => path)));
      const files = [...new Set([...needed, ...targets])];
      if (!withViews) await openTheWay(platforms, files);
      const view = withViews ? await viewOf(folder, platforms, files) : {};
      // The virtual environment's own would run code of the algorithm's packages as root.
      const trusted = await realpath(python).catch(() => python);
      const variable = Object.entries({ ...nameVariables, ...environment }).map((entry) => entry.join("="));
      const plan = planOf({ workingDir: [workingDir], argument: command, variable, ...view });
      const user = await table.take(folder);
      const passwd = withViews ? await writePasswd(folder, user.id, folder.home) : undefined;
      return {
        command: [trusted, "-I", "-S", launcher],
        // Not its own: an algorithm's secrets name variables as they like, and LD_PRELOAD would run their code as root.
        environment: pick(process.env, (variable) => variable === "LD_LIBRARY_PATH"),
        options: nulEnded([`user=${user.id}`, ...(passwd === undefined ? [] : [`passwd=${passwd}`])]) + plan,
        free: user.free,
      };
    },
  };
}

/** As `become_user.py` reads it. */
function planOf(plan: Record<string, string[]>): string {
  return nulEnded(Object.entries(plan).flatMap(([name, values]) => values.map((value) => `${name}=${value}`)));
}

/** Undefined when processes can be given another user. */
async function triedOut(): Promise<string | undefined> {
  const refusal = noOwnUsers();
  if (refusal !== undefined) return refusal;
  return run("/bin/sh", ["-c", ":"], { uid: someUser, gid: someUser }).then(
    () => undefined,
    (error: Error) => `processes cannot be given another user: ${error.message.trim()}`,
  );
}

/** Containers mostly may not. */
async function canMakeViews(): Promise<boolean> {
  const [unshare, mount] = await Promise.all([onPath("unshare"), onPath("mount")]);
  if (unshare === undefined || mount === undefined) return false;
  return run(unshare, ["--mount", "--ipc", "--", mount, "-t", "tmpfs", "tmpfs", "/tmp"]).then(
    () => true,
    () => false,
  );
}

/** What an instance's user has to reach without a view of its own; undefined when it does. */
async function reasonNotToReach(hidden: string[]): Promise<string | undefined> {
  const python = await onPath("python3");
  const needed = [launcher, process.execPath, join(tmpdir(), "instance"), ...(python === undefined ? [] : [python])];
  const real = await Promise.all(needed.map((path) => realpath(path).catch(() => path)));
  const closed = await closedFolder([...needed, ...real, ...hidden], hidden);
  return closed === undefined
    ? undefined
    : `only its owner can enter ${closed}, where files lie that they need; "chmod o+x ${closed}" opens it`;
}

function run(program: string, args: string[], more: { uid?: number; gid?: number } = {}) {
  return promisify(execFile)(program, args, { timeout: 10_000, cwd: "/", env: { PATH: "/usr/bin:/bin" }, ...more });
}
