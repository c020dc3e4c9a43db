import { fileURLToPath } from "node:url";
import { run } from "../lib/run.mjs";
import { engineVersion } from "./version.mjs";

const script = fileURLToPath(new URL("install-official.mjs", import.meta.url));
const limitSeconds = 240;

/** Installs the official Pulumi CLI into `folder`. Returns undefined when it is there, or the reason why not, on one line. */
export async function installOfficial({ folder, progress }) {
  progress.begin(`fetching the official Pulumi CLI ${engineVersion}`);
  const ended = await run(process.execPath, [script, folder, engineVersion], { timeoutSeconds: limitSeconds });
  if (ended.code === 0) return undefined;
  if (ended.timedOut) return `it did not finish within ${limitSeconds} s`;
  return ended.stderr.trim().split("\n").at(-1) || `it ended with exit code ${ended.code}`;
}
