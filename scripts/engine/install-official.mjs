/**
 * Runs by itself, as `node install-official.mjs FOLDER VERSION`: Pulumi's own installer through its Automation API. A process apart,
 * so that the caller can end it, the shell script and the download together. Prints one line when it fails.
 */
import { createRequire } from "node:module";

const [folder, version] = process.argv.slice(2);
const reachableWithinSeconds = 8;

try {
  await fetch("https://get.pulumi.com/install.sh", { method: "HEAD", signal: AbortSignal.timeout(reachableWithinSeconds * 1000) }).catch(
    (error) => {
      throw new Error(`get.pulumi.com cannot be reached (${error.cause?.code ?? error.name})`);
    },
  );
  const require = createRequire(import.meta.url);
  const { PulumiCommand } = require("@pulumi/pulumi/automation");
  const { SemVer } = createRequire(require.resolve("@pulumi/pulumi"))("semver");
  await PulumiCommand.install({ root: folder, version: new SemVer(version) });
} catch (error) {
  console.error(error.message.trim().split("\n")[0]);
  process.exitCode = 1;
}
