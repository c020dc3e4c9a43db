import { run } from "../lib/run.mjs";
import { isAtLeast, readVersion } from "../lib/version.mjs";

/** Asks a Pulumi CLI for its version. Returns `{ version }` as text without the `v`, or `{ reason }` why it cannot be used. */
export async function probe(pulumi, minimum) {
  const ended = await run(pulumi, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeoutSeconds: 30 });
  if (ended.timedOut) return { reason: `${pulumi} did not tell its version within 30 s` };
  if (ended.code !== 0)
    return { reason: `${pulumi} does not run: ${ended.error?.message ?? firstLine(ended.stderr) ?? `exit code ${ended.code}`}` };
  const text = ended.stdout.trim().replace(/^v/, "");
  const version = readVersion(text);
  if (!version) return { reason: `${pulumi} does not tell its version (it says "${text}")` };
  if (!isAtLeast(version, minimum)) return { reason: `${pulumi} is version ${text}, ${minimum.join(".")} or newer is needed` };
  return { version: text };
}

function firstLine(text) {
  return text.trim().split("\n")[0] || undefined;
}
