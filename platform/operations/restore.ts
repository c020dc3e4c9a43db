import { existsSync, readdirSync } from "node:fs";
import { mkdir, realpath, rename, rm, rmdir, symlink } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import Database from "libsql";
import { extract, type ReadEntry } from "tar";
import { nameFolders } from "../store/folders";
import { keptNames } from "./owned";

/**
 * Makes a data folder from a snapshot. The folder appears when everything is in it and the database is found to be sound.
 *
 * @throws Error when the folder exists and is not empty, or the file is no snapshot of a platform
 */
export async function restoreSnapshot(file: string, dataDir: string): Promise<void> {
  const target = resolve(dataDir);
  if (!existsSync(file)) throw new Error(`There is no snapshot ${resolve(file)}.`);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Error(
      `${target} is not empty. Restore into a new folder, or empty this one first: algorithmia-platform reset --data ${target} --yes`,
    );
  const draft = `${target}.restoring-${process.pid}`;
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    await unpack(file, draft).catch((error: Error) => {
      throw new Error(`${resolve(file)} cannot be restored: ${error.message}`);
    });
    checkDatabase(nameFolders(draft).database, file);
    if (existsSync(target)) await rmdir(target);
    await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Symbolic links come last, so that no file is ever written through one. Python environments have them, to the machine's Python. */
async function unpack(file: string, folder: string): Promise<void> {
  const known = new Set(keptNames(nameFolders(folder)));
  const links: { path: string; to: string }[] = [];
  let stranger: string | undefined;
  await extract({
    file,
    cwd: folder,
    strict: true,
    preserveOwner: false,
    filter(path, entry) {
      const name = path.split("/")[0]!;
      if (!known.has(name)) stranger ??= path;
      const { type, linkpath } = entry as ReadEntry;
      if (type === "SymbolicLink") links.push({ path: join(folder, path), to: linkpath ?? "" });
      return known.has(name) && type !== "SymbolicLink";
    },
  });
  if (stranger !== undefined) throw new Error(`'${stranger}' does not belong into a snapshot.`);
  const root = await realpath(folder);
  for (const { path, to } of links) {
    const parent = await realpath(dirname(path));
    if (relative(root, parent).split(sep)[0] === "..") throw new Error(`'${relative(folder, path)}' lies outside of the data folder.`);
    await symlink(to, join(parent, basename(path)));
  }
}

function checkDatabase(database: string, file: string): void {
  if (!existsSync(database)) throw new Error(`${resolve(file)} is not a snapshot of a platform: it has no ${basename(database)}.`);
  const opened = new Database(database);
  try {
    const { integrity_check: found } = opened.prepare("PRAGMA integrity_check").get() as { integrity_check: string };
    if (found !== "ok") throw new Error(found);
  } catch (error) {
    throw new Error(`The database in ${resolve(file)} is damaged: ${(error as Error).message}`);
  } finally {
    opened.close();
  }
}
