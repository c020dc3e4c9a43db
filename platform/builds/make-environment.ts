import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonFolder } from "../runner/language-folders";
import { BuildFailure } from "./failure";
import type { Installer } from "./installer";
import { pipSettingsForUv } from "./pip-settings";
import { protect } from "./protect";
import type { Python } from "./python";
import { type Requirements, requiredPackages } from "./requirements";
import { runStep, type StepResult } from "./run-step";
import type { Follower } from "./shared-work";
import { stepEnvironment } from "./step-environment";

/** A Python environment to make: in `folder`, from where it is moved to `finalFolder`. */
export interface MakeEnvironment {
  requirements: Requirements;
  python: Python;
  installer: Installer;
  sourceDir: string;
  folder: string;
  finalFolder: string;
  /** uv's downloads; packages are hard-linked from there. */
  packagesDir: string;
  /** Variables for the steps that reach the network. */
  trust?: Record<string, string>;
}

const smokeTimeoutSeconds = 60;

/**
 * Makes an environment: interpreter, packages, byte code; then imports what was asked for once.
 *
 * @throws BuildFailure "requirements" when they cannot be installed; the installer's words are in the log
 */
export async function makeEnvironment(request: MakeEnvironment, job: Follower): Promise<void> {
  const { requirements, python, folder, finalFolder } = request;
  job.log(`Making an environment with Python ${python.version}\n`);
  const environment = await createVirtualEnvironment(request, job);
  if (requirements.lines.length === 0) job.log("There are no requirements\n");
  else await install(request, environment, job);
  await importOnce(request, job);
  await renameInScripts(join(folder, "bin"), folder, finalFolder);
  await protect(folder, job);
}

/** Answers with the variables that the installer needs. */
async function createVirtualEnvironment({ python, installer, folder, packagesDir, trust }: MakeEnvironment, { log, signal }: Follower) {
  const environment = { ...stepEnvironment(), ...trust };
  if (installer.kind === "pip") {
    await succeed(runStep(python.path, ["-m", "venv", folder], { environment, signal, log }), "an environment");
    return environment;
  }
  const own = {
    ...environment,
    UV_CACHE_DIR: packagesDir,
    UV_LINK_MODE: "hardlink",
    UV_PYTHON_DOWNLOADS: "never",
    UV_NO_PROGRESS: "1",
  };
  const [settings] = await Promise.all([
    pipSettingsForUv(python, signal),
    succeed(
      runStep(installer.path, ["venv", "--quiet", "--python", python.path, folder], { environment: own, signal, log }),
      "an environment",
    ),
  ]);
  return { ...own, ...settings };
}

async function install(request: MakeEnvironment, environment: Record<string, string>, { log, signal }: Follower): Promise<void> {
  const { installer, folder, sourceDir, requirements } = request;
  log("Installing the requirements\n");
  const python = join(folder, "bin", "python");
  const files = await requirementFiles(request);
  const [command, ...args] =
    installer.kind === "uv"
      ? [installer.path, "pip", "install", "--compile-bytecode", "--python", python, ...files]
      : [python, "-m", "pip", "install", "--progress-bar", "off", ...files];
  const { ok, output } = await runStep(command, args, { environment, signal, log, cwd: requirements.local ? sourceDir : folder });
  if (!ok) throw new BuildFailure("requirements", `The requirements could not be installed: ${reason(output)}`);
}

/** Files of our own, which also tell a reader what the environment holds, unless they name paths of the checkout. */
async function requirementFiles({ requirements, folder, sourceDir }: MakeEnvironment): Promise<string[]> {
  if (requirements.local) return ["-r", join(sourceDir, "requirements.txt")];
  const write = async (name: string, lines: string[]) => {
    await writeFile(join(folder, name), `${lines.join("\n")}\n`);
    return join(folder, name);
  };
  const constraints = requirements.constraints.length > 0 ? ["-c", await write("constraints.txt", requirements.constraints)] : [];
  return ["-r", await write("requirements.txt", requirements.lines), ...constraints];
}

/** The end of what an installer said, without what it says on the way. */
function reason(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const start = lines.findIndex((line) => /^(error|ERROR)|×/.test(line.trim()));
  return lines
    .slice(start < 0 ? -3 : start)
    .map((line) => line.trim())
    .join(" ")
    .slice(0, 1000);
}

async function importOnce({ folder, requirements, trust }: MakeEnvironment, { log, signal }: Follower): Promise<void> {
  const packages = requiredPackages(requirements);
  if (packages.length === 0) return;
  const home = await mkdtemp(join(tmpdir(), "algorithmia-build-"));
  try {
    const { ok, timedOut } = await runStep(join(folder, "bin", "python"), [join(pythonFolder, "smoke_import.py"), ...packages], {
      environment: { ...stepEnvironment(), ...trust, HOME: home, TMPDIR: home },
      cwd: home,
      signal,
      log,
      timeoutSeconds: smokeTimeoutSeconds,
    });
    if (timedOut) log(`Importing the packages was stopped after ${smokeTimeoutSeconds} seconds; the build goes on\n`);
    else if (!ok) log("Importing the packages ended early; the build goes on\n");
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Scripts name the interpreter by the path they were installed under. */
async function renameInScripts(bin: string, folder: string, finalFolder: string): Promise<void> {
  for (const name of await readdir(bin)) {
    const path = join(bin, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile() || found.size > 1024 * 1024) continue;
    const text = await readFile(path, "latin1");
    if (text.includes(folder)) {
      // A new file: the old one may be a hard link into the shared downloads.
      await rm(path);
      await writeFile(path, text.replaceAll(folder, finalFolder), { encoding: "latin1", mode: found.mode });
    }
  }
}

async function succeed(step: Promise<StepResult>, what: string): Promise<void> {
  const { ok, output } = await step;
  if (!ok) throw new Error(`Making ${what} failed: ${output.trim()}`);
}
