import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const folders = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock"];

/** Removes what a user has left in the folders where everybody may write; only where it saw them. */
export async function clearSharedFolders(user: number): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await lstat(path).catch(() => undefined);
      if (found?.uid === user) await rm(path, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}
