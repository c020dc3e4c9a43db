import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes what a git that was killed left in a bare repository: locks, which would refuse every later push, and packs that were never
 * taken in. What is younger than `thanMs` belongs to a push of today and stays.
 */
export async function removeLeftovers(repository: string, thanMs: number): Promise<void> {
  for (const [folder, pattern] of places) {
    for (const name of await readdir(join(repository, folder)).catch(() => [])) {
      if (!pattern.test(name)) continue;
      const path = join(repository, folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found && found.mtimeMs < thanMs) await rm(path, { recursive: true, force: true });
    }
  }
}

/** Where git keeps what is not finished. Objects of a push lie in a folder of their own until its refs are updated. */
const places: [folder: string, pattern: RegExp][] = [
  ["", /\.lock$/],
  ["refs/heads", /\.lock$/],
  ["objects", /^(tmp_|incoming-)/],
  ["objects/pack", /^tmp_/],
];
