import { chmod, readdir, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/**
 * The first folder on the way to any of these paths that only its owner, or a group, can enter.
 *
 * @param own folders that need not be open, with what lies in them
 */
export async function closedFolder(paths: string[], own: string[] = []): Promise<string | undefined> {
  const folders = [...new Set(paths.flatMap(foldersAbove))].filter((folder) => !own.some((path) => isWithin(folder, path)));
  for (const folder of folders.sort((a, b) => a.length - b.length)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() && (found.mode & 0o001) === 0) return folder;
  }
  return undefined;
}

/** Lets others pass through a folder to what they know by name; all that is in it is closed to them. */
export async function shutFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isSymbolicLink()) continue;
    const path = join(folder, entry.name);
    // A database in use comes and goes with its helpers.
    await stat(path).then(
      ({ mode }) => chmod(path, mode & 0o700),
      () => {},
    );
  }
  await chmod(folder, 0o711).catch(() => {});
}

/** Opens the folders between one that is shut and these paths, for passing through by name. */
export async function openTheWay(shut: string[], paths: string[]): Promise<void> {
  const folders = new Set(paths.flatMap(foldersAbove).filter((folder) => shut.some((path) => isWithin(folder, path))));
  await Promise.all(
    [...folders].map(async (folder) => {
      const { mode } = await stat(folder);
      if ((mode & 0o011) !== 0o011) await chmod(folder, mode | 0o011);
    }),
  );
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...foldersAbove(parent), parent];
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
