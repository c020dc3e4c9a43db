import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of the user for what is built or fetched once and shared by all clones of this repository: `~/.cache/pulumi-algorithmia/<name>`. */
export function cacheFolder(name, environment = process.env) {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-algorithmia", name);
}
