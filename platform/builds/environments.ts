import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Follower, shareWork } from "./shared-work";

/** An environment that a version needs. */
export interface EnvironmentRequest {
  /** Hash of all that decides what it holds: the same key is the same environment. */
  key: string;
  /** Makes it in `folder`, which is not there yet and from where it is moved to `finalFolder`. */
  make(folder: string, finalFolder: string, job: Follower): Promise<void>;
}

/** The environments of one folder: each is made once, never changed afterwards, and shared by all versions that ask for the same. */
export interface Environments {
  /** The folder of the environment, which is made when there is none yet. */
  obtain(request: EnvironmentRequest, follower: Follower): Promise<string>;
}

/** Keeps environments in a folder, each under its key. */
export function createEnvironments(environmentsDir: string): Environments {
  const share = shareWork<void>();
  let swept: Promise<void> | undefined;
  return {
    async obtain({ key, make }, follower) {
      swept ??= sweep(environmentsDir);
      await swept;
      const folder = join(environmentsDir, key);
      if (await exists(folder)) {
        follower.log(`Using environment ${key}, made before from the same requirements\n`);
        return folder;
      }
      await share(key, follower, (job) => makeBeside(folder, make, job));
      return folder;
    },
  };
}

/** Makes it beside and renames it last, so that it is complete or absent, also when another process makes the same. */
async function makeBeside(folder: string, make: EnvironmentRequest["make"], job: Follower): Promise<void> {
  if (await exists(folder)) return;
  const partial = `${folder}.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await make(partial, folder, job);
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes what processes that are gone left half-made. */
async function sweep(environmentsDir: string): Promise<void> {
  for (const name of await readdir(environmentsDir).catch(() => [])) {
    const pid = Number(/\.partial-(\d+)-/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) await rm(join(environmentsDir, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
