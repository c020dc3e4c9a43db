import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/**
 * What programs need that were installed outside the system's folders: each `bin` on the way from a link to the program itself, with the
 * `lib` beside it. Never the whole prefix, which may be somebody's home; of another folder than a `bin` the program only.
 */
export async function programFolders(programs: string[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const program of programs) {
    let path: string | undefined = program;
    for (let links = 0; path !== undefined && links < 40; links++) {
      paths.add(path).add(await realpath(path).catch(() => program));
      const target: string | undefined = await readlink(path).catch(() => undefined);
      path = target === undefined ? undefined : resolve(dirname(path), target);
    }
  }
  const folders = [...paths].flatMap((path) => {
    const bin = dirname(path);
    return basename(bin) === "bin" ? [bin, join(dirname(bin), "lib")] : [path];
  });
  return [...new Set(folders)];
}
