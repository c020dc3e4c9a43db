import { createHash, randomBytes } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Installer } from "./installer";
import { makeEnvironment } from "./make-environment";
import type { Python } from "./python";
import type { Requirements } from "./requirements";
import { type Follower, shareWork } from "./shared-work";

/** What an environment is made for. */
export interface EnvironmentRequest {
  requirements: Requirements;
  python: Python;
  installer: Installer;
  sourceDir: string;
  commitSha: string;
  /** Variables for the steps that reach the network. */
  trust?: Record<string, string>;
}

/** The environments of one folder: each is made once, never changed afterwards, and shared by all versions that ask for the same. */
export interface Environments {
  /** The folder of the environment, which is made when there is none yet. */
  obtain(request: EnvironmentRequest, follower: Follower): Promise<string>;
}

/** Keeps environments in a folder, each under the hash of what it was made from. */
export function createEnvironments(environmentsDir: string, packagesDir: string): Environments {
  const share = shareWork<void>();
  const swept = sweep(environmentsDir);
  return {
    async obtain(request, follower) {
      await swept;
      const key = keyOf(request);
      const folder = join(environmentsDir, key);
      if (await exists(folder)) {
        follower.log(`Using environment ${key}, made before from the same requirements\n`);
        return folder;
      }
      await share(key, follower, (job) => make(folder, request, packagesDir, job));
      return folder;
    },
  };
}

function keyOf({ requirements: { lines, constraints, local }, python, installer, commitSha }: EnvironmentRequest): string {
  const parts = [1, installer.kind, python.path, python.version, lines, constraints, local ? commitSha : ""];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** Makes it beside and renames it last, so that it is complete or absent, also when another process makes the same. */
async function make(folder: string, request: EnvironmentRequest, packagesDir: string, job: Follower): Promise<void> {
  if (await exists(folder)) return;
  const partial = `${folder}.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await makeEnvironment({ ...request, folder: partial, finalFolder: folder, packagesDir }, job);
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
