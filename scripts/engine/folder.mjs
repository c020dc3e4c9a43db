import { homedir } from "node:os";
import { join } from "node:path";
import { engineVersion } from "./version.mjs";

/** The user's folder for engines, shared by all clones of this repository. */
export function engineFolder(environment = process.env) {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-algorithmia", "engine");
}

/** Where the cached CLI of this project lies: `bin/pulumi` below it, as the Automation API expects of an installation. */
export function cachedEngine(environment = process.env) {
  return join(engineFolder(environment), engineVersion);
}
