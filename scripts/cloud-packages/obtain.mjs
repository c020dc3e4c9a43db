import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "../engine/lock.mjs";
import { run } from "../lib/run.mjs";
import { cloudPackages, cloudPackagesFolder, folderOf, isMarkOf, isThere, markOf } from "./packages.mjs";

/**
 * Unpacks the packages of clouds that are not there yet, for the tests of examples/. They are no devDependencies: every `npm ci` would
 * wait for 26 MB and 250 MB on disk. Their own dependency is `@pulumi/pulumi`, which is the clone's. One that cannot be had is told, with
 * the reason, and is no failure: the tests of its example are skipped and counted as such.
 */
export async function obtainCloudPackages({ root, progress, packages = cloudPackages, pack = npmPack }) {
  if (packages.every((each) => isThere(each, root))) return;
  const folder = cloudPackagesFolder(root);
  mkdirSync(folder, { recursive: true });
  await withLock(join(folder, "making.lock"), async () => {
    for (const name of readdirSync(folder)) if (name.startsWith(".making-")) rmSync(join(folder, name), { recursive: true, force: true });
    for (const each of packages) {
      if (isThere(each, root)) continue;
      const reason = await unpack(each, { root, folder, progress, pack });
      if (reason !== undefined)
        progress.line(`${each.name} ${each.version}: ${reason}. The tests of examples/${each.example} are skipped.`);
    }
  });
}

/** Unpacked beside and moved there when it is whole. */
async function unpack({ name, version, example }, { root, folder, progress, pack }) {
  const work = mkdtempSync(join(folder, ".making-"));
  try {
    progress.begin(`getting ${name} ${version}, for the tests of examples/${example}`);
    const got = await pack(`${name}@${version}`, work);
    if (got.code !== 0) return `npm could not get it: ${lastLine(got)}`;
    const archive = readdirSync(work).find((file) => file.endsWith(".tgz"));
    const unpacked = await run("tar", ["-xzf", archive], { cwd: work });
    if (unpacked.code !== 0) return `tar could not unpack it: ${lastLine(unpacked)}`;
    const target = folderOf({ name }, root);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    for (const mark of readdirSync(folder)) if (isMarkOf(name, mark)) rmSync(join(folder, mark));
    renameSync(join(work, "package"), target);
    writeFileSync(markOf({ name, version }, root), "");
    progress.end(`${name} ${version} is there for the tests of examples/${example}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** `npm pack` runs no script of the package: what it would install is the plugin, which no test needs. */
function npmPack(specifier, folder) {
  return run("npm", ["pack", specifier, "--pack-destination", folder, "--prefer-offline", "--loglevel=error"], { cwd: folder });
}

function lastLine({ stdout, stderr }) {
  return (stderr || stdout).trim().split("\n").at(-1);
}
