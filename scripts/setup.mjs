import { pathToFileURL } from "node:url";
import { obtainCloudPackages } from "./cloud-packages/obtain.mjs";
import { findEngine } from "./engine/find.mjs";
import { stopwatch } from "./lib/duration.mjs";
import { Fault, reportFailure } from "./lib/fault.mjs";
import { paint } from "./lib/paint.mjs";
import { createProgress } from "./lib/progress.mjs";
import { root } from "./lib/root.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { checkPrerequisites } from "./setup/prerequisites.mjs";
import { buildTypes } from "./setup/types.mjs";
import { obtainStorageServers } from "./storage-servers/obtain.mjs";

/**
 * Makes a clone ready to run: checks the machine, installs npm packages, compiles the two packages, and finds or gets the Pulumi engine.
 * Says only what it had to do. With `tests` the tests are compiled as well, and a compile error is left to the caller to count; the storage
 * servers that they run against are built where there are none, and the packages of clouds that examples import are unpacked.
 * Returns `{ pulumi, source, version, types: { ok, output } }`: the CLI's absolute path, and where it came from (path, cache, installer, go).
 */
export async function setup({ tests = false } = {}) {
  const progress = createProgress();
  await checkPrerequisites();
  await installDependencies({ root, progress });
  const types = await buildTypes({ root, progress, projects: tests ? [] : ["provider", "platform"] });
  if (!types.ok && !tests) throw new Fault(`The TypeScript sources do not compile:\n${types.output}`);
  const engine = await findEngine({ root, progress });
  if (tests) {
    await obtainStorageServers({ progress });
    await obtainCloudPackages({ root, progress });
  }
  return { ...engine, types };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const elapsed = stopwatch();
  try {
    const { pulumi, source, version } = await setup();
    console.log(`${paint.green("Ready")} after ${elapsed()}: Pulumi engine ${version} (${source}) at ${pulumi}`);
  } catch (error) {
    reportFailure(error);
  }
}
