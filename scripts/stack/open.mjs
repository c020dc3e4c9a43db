import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Fault } from "../lib/fault.mjs";
import { loadProgram } from "./program.mjs";

/**
 * Opens, or makes, the stack of the Pulumi program in `folder` with the engine at `pulumi`. From here on this process works in that folder.
 * State lies in `.state` there and secrets are sealed with an empty passphrase, unless PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE say otherwise.
 */
export async function openStack({ folder, stackName = "dev", pulumi, environment = process.env }) {
  const workDir = resolve(folder);
  if (!existsSync(join(workDir, "Pulumi.yaml")))
    throw new Fault(`There is no Pulumi.yaml in ${workDir}. Give the folder of a Pulumi program with --cwd.`);
  // Paths in the program are meant from its own folder, and its packages are looked up from there.
  process.chdir(workDir);
  const automation = createRequire(join(workDir, "index.js"))("@pulumi/pulumi/automation");
  const pulumiCommand = await automation.PulumiCommand.get({ root: dirname(dirname(pulumi)) });
  return automation.LocalWorkspace.createOrSelectStack(
    // The project's name is what Pulumi.yaml in workDir says.
    { stackName, projectName: "", program: loadProgram(workDir) },
    { workDir, pulumiCommand, envVars: stackEnvironment(workDir, environment) },
  );
}

function stackEnvironment(workDir, environment) {
  const state = join(workDir, ".state");
  mkdirSync(state, { recursive: true });
  return {
    PULUMI_BACKEND_URL: environment.PULUMI_BACKEND_URL ?? pathToFileURL(state).href,
    PULUMI_HOME: environment.PULUMI_HOME ?? join(state, "home"),
    ...(environment.PULUMI_CONFIG_PASSPHRASE_FILE ? {} : { PULUMI_CONFIG_PASSPHRASE: environment.PULUMI_CONFIG_PASSPHRASE ?? "" }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
