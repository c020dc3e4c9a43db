import { existsSync } from "node:fs";
import { chmod, link, rm, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { create } from "tar";
import { keptNames, withStoppedPlatform } from "./owned";

/**
 * Writes everything that the data folder of a stopped platform keeps into one tar file, keys included: readable by its owner only.
 * The file appears when it is whole.
 *
 * @returns its size in bytes
 * @throws Error when the file exists or would lie in the data folder, or the platform runs
 */
export async function takeSnapshot(dataDir: string, file: string): Promise<number> {
  const target = resolve(file);
  if (existsSync(target)) throw new Error(`${target} exists. Choose another name, or remove it first.`);
  return withStoppedPlatform(dataDir, async (folders) => {
    if (!relative(folders.root, target).startsWith("..")) throw new Error(`The snapshot ${target} must not lie in the data folder itself.`);
    const draft = `${target}.${process.pid}.part`;
    try {
      const names = keptNames(folders).filter((name) => existsSync(join(folders.root, name)));
      await create({ file: draft, cwd: folders.root, portable: true, strict: true, mode: 0o600, gzip: /\.(tgz|gz)$/.test(target) }, names);
      await chmod(draft, 0o600);
      // Unlike a rename, a link never replaces a file that came meanwhile.
      await link(draft, target);
      return (await stat(target)).size;
    } finally {
      await rm(draft, { force: true });
    }
  });
}
