import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readlinkSync, realpathSync, renameSync, statSync, symlinkSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { engineFolder } from "./folder.mjs";
import { launcherName, placeLauncher } from "./launcher.mjs";
import { probe } from "./probe.mjs";
import { oldestVersion } from "./version.mjs";

/** Looks for a Pulumi CLI on PATH. Returns `{ pulumi, version }`, or `{ reason }` why there is none to use. */
export async function engineOnPath({ root, environment }) {
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const found = folders.map((folder) => join(folder, "pulumi")).find(isProgram);
  if (!found) return { reason: "no program named pulumi is on PATH" };

  const { version, reason } = await probe(found, oldestVersion);
  if (reason) return { reason };
  const pulumi = isComplete(found, folders) ? found : withLauncher({ root, environment, found });
  return { pulumi, version };
}

/** The Automation API takes an installation, a folder with `bin/pulumi`; the engine takes its launcher from beside the CLI or from PATH. */
function isComplete(found, folders) {
  const inBin = basename(dirname(found)) === "bin";
  return inBin && [dirname(realpathSync(found)), ...folders].some((folder) => isProgram(join(folder, launcherName)));
}

/**
 * Makes an installation of links in the cache: the CLI itself stays where it is and finds its own plugins there; the launcher lies beside
 * the link, in the folder that the Automation API puts first on PATH.
 */
function withLauncher({ root, environment, found }) {
  const key = createHash("sha256").update(found).digest("hex").slice(0, 12);
  const folder = join(engineFolder(environment), `path-${key}`, "bin");
  mkdirSync(folder, { recursive: true });
  placeLauncher({ root, folder });
  const link = join(folder, "pulumi");
  if (!existsSync(link) || readlinkSync(link) !== found) {
    const beside = `${link}.${process.pid}`;
    symlinkSync(found, beside);
    renameSync(beside, link);
  }
  return link;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
