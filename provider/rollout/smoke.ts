import type { Platform, PublishedVersion } from "../client";
import { compareWithServing, givenInputOf, requireReadable, runSmokeTests, smokeTarget } from "../smoke";
import type { Desired } from "./desired";
import type { Report } from "./report";
import { newestOf } from "./versions";

/**
 * Tries a built commit before anyone can be sent to it: its smoke tests, then its answers beside those of the serving version.
 * @throws SMOKE_TEST_FAILED, COMPARISON_DIFFERENT, COMPARISON_INCONCLUSIVE, SMOKE_INPUT_UNREADABLE
 */
export async function smoke(
  { algorithm, smokeTests = [], compare, timeouts, current }: Desired,
  commit: string,
  versions: readonly PublishedVersion[],
  platform: Platform,
  report: Report,
): Promise<void> {
  const candidate = smokeTarget(platform.algorithms, algorithm, commit);
  const telling = { progress: (text: string) => report.progress("smoke", text) };
  const options = { timeoutSeconds: timeouts.smoke };
  if (smokeTests.length > 0) await runSmokeTests(smokeTests, candidate, telling, options);
  if (!compare) return;
  const serving = versions.find(({ version }) => version === current?.version) ?? newestOf(versions);
  const target = serving && smokeTarget(platform.algorithms, algorithm, serving.version);
  await compareWithServing(compare, candidate, target, telling, options);
}

/**
 * Looks at the files that the build will be called with, before anything is changed.
 * @throws SMOKE_INPUT_UNREADABLE
 */
export async function requireSmokeInputs({ smokeTests = [], compare }: Pick<Desired, "smokeTests" | "compare">): Promise<void> {
  await requireReadable([...smokeTests, ...(compare?.inputs.map(givenInputOf) ?? [])], process.cwd());
}
