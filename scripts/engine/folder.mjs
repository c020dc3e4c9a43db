import { join } from "node:path";
import { cacheFolder } from "../lib/cache-folder.mjs";
import { engineVersion } from "./version.mjs";

/** The user's folder for engines. */
export function engineFolder(environment = process.env) {
  return cacheFolder("engine", environment);
}

/** Where the cached CLI of this project lies: `bin/pulumi` below it, as the Automation API expects of an installation. */
export function cachedEngine(environment = process.env) {
  return join(engineFolder(environment), engineVersion);
}
