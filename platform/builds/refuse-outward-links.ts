import { readdir, readlink, realpath } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { BuildFailure } from "./failure";

/**
 * Refuses a checkout with a link that leads out of it: what lies there is the machine's, and no part of the commit that is built.
 *
 * @throws BuildFailure "clone" that names the first such link
 */
export async function refuseOutwardLinks(sourceDir: string): Promise<void> {
  const root = await realpath(sourceDir);
  for await (const { link, folder } of linksBelow(root)) {
    // One that leads nowhere has no real path, but still a direction.
    const target = await realpath(link).catch(async () => resolve(folder, await readlink(link)));
    if (target === root || target.startsWith(root + sep)) continue;
    throw new BuildFailure("clone", `${relative(root, link)} leads out of the repository. Put the file itself there.`);
  }
}

async function* linksBelow(folder: string): AsyncGenerator<{ link: string; folder: string }> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) yield { link: path, folder };
    else if (entry.isDirectory()) yield* linksBelow(path);
  }
}
