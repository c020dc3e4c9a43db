import { rm } from "node:fs/promises";
import { join } from "node:path";
import { keptNames, withStoppedPlatform } from "./owned";

/** Removes everything that the data folder of a stopped platform keeps, keys included; anything else in the folder stays. */
export async function resetDataFolder(dataDir: string): Promise<void> {
  await withStoppedPlatform(dataDir, async (folders) => {
    for (const name of keptNames(folders)) await rm(join(folders.root, name), { recursive: true, force: true });
    // A killed platform leaves it.
    await rm(folders.address, { force: true });
  });
}
