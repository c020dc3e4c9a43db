import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The paths, relative to `folder`, of every file below it, as they are now; `[]` for a folder that is not there.
 *
 * A folder that vanishes during the walk is passed over, as `find` does: a running platform moves and removes what it builds,
 * and a recursive `readdir` would fail on it.
 */
export function filesBelow(folder: string): string[] {
  return walk(folder).flatMap(({ path, entry }) => (entry.isFile() ? [path] : []));
}

/** Like {@link filesBelow}, with the folders and links. */
export function pathsBelow(folder: string): string[] {
  return walk(folder).map(({ path }) => path);
}

function walk(folder: string, above = ""): { path: string; entry: Dirent }[] {
  return entriesOf(join(folder, above)).flatMap((entry) => {
    const path = join(above, entry.name);
    return [{ path, entry }, ...(entry.isDirectory() ? walk(folder, path) : [])];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
