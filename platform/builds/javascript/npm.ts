import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { pick } from "../../runner/allowed-environment";
import { BuildFailure } from "../failure";
import { protect } from "../protect";
import { runStep } from "../run-step";
import type { Follower } from "../shared-work";
import { stepEnvironment } from "../step-environment";
import type { Workshop } from "../workshop";
import type { Packages } from "./packages";

/**
 * Makes a folder with the `node_modules` that packages ask for, by npm with one cache for all algorithms. Without any it is empty and
 * npm is not needed.
 *
 * Install scripts run code of others at each build, and few packages need theirs: only those run that package.json names in `allowScripts`.
 *
 * @throws BuildFailure "requirements" when npm cannot install them; its own words are in the log
 */
export async function installPackages(packages: Packages, folder: string, shared: Shared, job: Follower): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  if (packages.names.length === 0) return job.log("There are no requirements\n");
  const files = { ...packages.files, "package.json": `${JSON.stringify({ private: true, ...packages.manifest }, null, 2)}\n` };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const npm = (...args: string[]) => runNpm(args, folder, shared, job);

  job.log(`Installing the requirements with npm ${packages.locked ? "ci, as the lock says" : "install"}\n`);
  await npm(packages.locked ? "ci" : "install", ...(packages.development ? [] : ["--omit=dev"]), "--ignore-scripts");
  if (packages.scripts.length > 0) {
    job.log(`Running the install scripts of ${packages.scripts.join(", ")}\n`);
    await npm("rebuild", "--foreground-scripts", "--dangerously-allow-all-scripts", ...packages.scripts);
  }
  // It may hold a token, and is not needed any more.
  await rm(join(folder, ".npmrc"), { force: true });
  await protect(folder, job);
}

type Shared = Pick<Workshop, "npmCacheDir" | "trust">;

const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--no-progress", "--logs-max=0"];
// What a user may have set to reach the registry; the rest of npm's variables is about whatever runs the platform.
const settings = ["registry", "userconfig", "globalconfig", "cafile", "proxy", "https_proxy", "noproxy", "strict_ssl"];
const isSetting = (name: string) => settings.some((setting) => name.toLowerCase() === `npm_config_${setting}`);

async function runNpm(args: string[], cwd: string, { npmCacheDir, trust }: Shared, { log, signal }: Follower): Promise<void> {
  const environment = {
    ...stepEnvironment(),
    ...pick(process.env, (name) => isSetting(name) || name === "NODE_EXTRA_CA_CERTS"),
    ...trust,
    // npm itself, and what scripts compile, is for the Node that will run it.
    PATH: [dirname(process.execPath), process.env.PATH ?? "/usr/bin:/bin"].join(delimiter),
  };
  const step = runStep("npm", [...args, ...quiet, "--prefer-offline", "--cache", npmCacheDir], { environment, cwd, signal, log });
  const { ok, output } = await step.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error("Building this algorithm needs npm on PATH. Install it and build again.");
  });
  if (!ok) throw new BuildFailure("requirements", `The requirements could not be installed: ${reason(output)}`);
}

/** npm's error lines, without its prefix and its pointer to a log file. */
function reason(output: string): string {
  return output
    .split("\n")
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "" && !line.startsWith("A complete log") && !line.startsWith("Log files"))
    .join(" ")
    .slice(0, 1000);
}
