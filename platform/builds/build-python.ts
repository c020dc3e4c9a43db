import { createHash } from "node:crypto";
import { join } from "node:path";
import { pythonFolder } from "../runner/language-folders";
import { readCondaEnvironment } from "./conda-environment";
import { BuildFailure } from "./failure";
import type { BuildLanguage } from "./language";
import { type MakeEnvironment, makeEnvironment } from "./make-environment";
import { readRequirements, requiredPackages } from "./requirements";
import { runStep } from "./run-step";
import { runTests } from "./run-tests";
import type { Follower } from "./shared-work";
import { stepEnvironment } from "./step-environment";

/**
 * Builds a Python algorithm: the environment that requirements.txt, or of a conda algorithm environment.yml, asks for, byte code of the sources, and
 * their tests if it asks for pytest.
 */
export const buildPython: BuildLanguage = async ({ sourceDir, commitSha, module, conda }, workshop, follower) => {
  const requirements = conda ? await readCondaEnvironment(sourceDir, follower.log) : await readRequirements(sourceDir);
  const python = await workshop.python(follower);
  const installer = await workshop.installer(follower);
  const packagesDir = await workshop.packagesDir();
  const environment = pythonEnvironment({ requirements, python, installer, sourceDir, commitSha, packagesDir, trust: workshop.trust });
  const environmentDir = await workshop.environments.obtain(environment, follower);
  await compileSources(environmentDir, sourceDir, follower);
  if (requiredPackages(requirements).some((name) => name.toLowerCase() === "pytest")) await runPytest(environmentDir, sourceDir, follower);
  return { environmentDir, result: { language: "python3", module } };
};

/** As Algorithmia's own runner does (reference/algorithmia-api.md §4.1). */
async function runPytest(environmentDir: string, sourceDir: string, follower: Follower): Promise<void> {
  const bin = join(environmentDir, "bin");
  const args = ["-m", "pytest", "-p", "no:cacheprovider", "src"];
  const noTestsThere = 5;
  await runTests({ sourceDir, command: join(bin, "python"), args, path: [bin], alsoGood: noTestsThere }, follower);
}

/** The environment that holds some requirements; those of the repository itself belong to the commit. */
export function pythonEnvironment({ commitSha, ...request }: Omit<MakeEnvironment, "folder" | "finalFolder"> & { commitSha: string }) {
  const { requirements, python, installer } = request;
  const { lines, constraints, local } = requirements;
  const parts = [1, installer.kind, python.path, python.version, lines, constraints, local ? commitSha : ""];
  return {
    key: createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32),
    make: (folder: string, finalFolder: string, job: Follower) => makeEnvironment({ ...request, folder, finalFolder }, job),
  };
}

async function compileSources(environmentDir: string, sourceDir: string, { log, signal }: Follower): Promise<void> {
  log("Compiling the sources\n");
  const { ok } = await runStep(join(environmentDir, "bin", "python"), [join(pythonFolder, "compile_sources.py"), sourceDir], {
    environment: stepEnvironment(),
    signal,
    log,
  });
  if (!ok) throw new BuildFailure("import", "A Python file in src/ does not compile; the end of the log shows where.");
}
