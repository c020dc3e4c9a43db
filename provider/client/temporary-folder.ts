import { readlinkSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "pulumi-algorithmia";

/**
 * Makes a folder in the system's temporary one that names its process, and removes those that killed processes left behind.
 * @returns its absolute path; whoever asked removes it.
 * @example const directory = await makeTemporaryFolder(); // /tmp/pulumi-algorithmia-4026531836-4711-x7Ff3q
 */
export async function makeTemporaryFolder(): Promise<string> {
  await sweepTemporaryFolders();
  return await mkdtemp(join(tmpdir(), `${prefix}-${processSpace()}-${process.pid}-`));
}

/** Removes the folders of processes that are no more. Never fails: what cannot be removed now is tried by the next run. */
export async function sweepTemporaryFolders(): Promise<void> {
  const ours = new RegExp(`^${prefix}-${processSpace()}-(\\d+)-`);
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => {
    const owner = ours.exec(name)?.[1];
    return owner !== undefined && !isAlive(Number(owner));
  });
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}

/** Process numbers mean something within one space only: containers may share the folder, but not their processes. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
  } catch {
    return hostname().replace(/\W/g, ""); // Not Linux.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // Somebody else's process is one, too.
  }
}
