import { lstat, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { javascriptFolder } from "../../runner/language-folders";
import { BuildFailure } from "../failure";
import type { BuildLanguage } from "../language";
import { runStep } from "../run-step";
import { runTests } from "../run-tests";
import type { Follower } from "../shared-work";
import { stepEnvironment } from "../step-environment";
import { installPackages } from "./npm";
import { keyOfPackages, readPackages } from "./packages";

/** Builds a JavaScript algorithm: the packages that package.json asks for, linked as `node_modules`, a look at each source's syntax, and its test script. */
export const buildJavascript: BuildLanguage = async ({ sourceDir, module }, workshop, follower) => {
  const packages = await readPackages(sourceDir);
  const { path: python } = await workshop.python(follower);
  const environmentDir = await workshop.environments.obtain(
    {
      key: keyOfPackages(packages),
      make: (folder, _, job) => installPackages(packages, folder, workshop, job),
    },
    follower,
  );
  if (packages.names.length > 0) await link(join(sourceDir, "node_modules"), join(environmentDir, "node_modules"), follower);
  await checkSources(sourceDir, follower);
  if (packages.tested) {
    const path = [dirname(process.execPath)];
    await runTests({ sourceDir, command: "npm", args: ["test", "--silent", "--no-update-notifier"], path }, follower);
  }
  return { environmentDir, result: { language: "javascript", module, python } };
};

/** By a relative path, so that a data folder can be moved. The checkout is moved once more, to a folder beside the one it is in. */
async function link(path: string, target: string, { log }: Follower): Promise<void> {
  const committed = await lstat(path).catch(() => undefined);
  if (committed) {
    log("The repository holds node_modules; what package.json asks for takes its place\n");
    await rm(path, { recursive: true });
  }
  await symlink(relative(join(path, ".."), target), path);
}

async function checkSources(sourceDir: string, { log, signal }: Follower): Promise<void> {
  log("Checking the sources\n");
  const args = ["--no-warnings", "--experimental-vm-modules", join(javascriptFolder, "check_sources.cjs"), sourceDir];
  const { ok } = await runStep(process.execPath, args, { environment: stepEnvironment(), signal, log });
  if (!ok) throw new BuildFailure("import", "A JavaScript file in src/ does not compile; the end of the log shows where.");
}
