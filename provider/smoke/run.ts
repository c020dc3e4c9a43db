import { errors } from "../errors";
import { callOnce } from "./call";
import { judge } from "./expect";
import { readGivenInput, requireReadable } from "./given-input";
import { type FailedTest, renderFailures } from "./render-failures";
import { showText } from "./show";
import type { CallInput, SmokeOptions, SmokeReport, SmokeTarget, SmokeTest } from "./types";

export const defaultTimeoutSeconds = 300;

/**
 * Calls a built commit that is not published yet with every smoke test, one at a time, and judges the answers.
 *
 * The first call of a fresh build may include the loading of the model: when it is only too slow it is made once more, and the
 * second counts.
 *
 * @throws SMOKE_TEST_FAILED with every test that failed, SMOKE_INPUT_UNREADABLE before anything is called, and what the platform
 * throws when it cannot be reached; a call that takes too long is a failed test
 * @example await runSmokeTests(tests, smokeTarget(platform.algorithms, "acme/sentiment", commit), report);
 */
export async function runSmokeTests(
  tests: readonly SmokeTest[],
  target: SmokeTarget,
  report: SmokeReport,
  { timeoutSeconds = defaultTimeoutSeconds, folder = process.cwd() }: SmokeOptions = {},
): Promise<void> {
  await requireReadable(tests, folder);
  const failed: FailedTest[] = [];
  for (const [index, test] of tests.entries()) {
    report.progress(`smoke test ${index + 1} of ${tests.length}: ${showText(test.name)}`);
    const input = await readGivenInput(test, folder);
    const failure = await runOne(test, input, target, test.timeoutSeconds ?? timeoutSeconds, index === 0);
    if (failure) failed.push(failure);
  }
  if (failed.length > 0) throw errors.SMOKE_TEST_FAILED(target.uri, failed.length, tests.length, renderFailures(failed));
}

async function runOne(
  test: SmokeTest,
  input: CallInput,
  target: SmokeTarget,
  timeoutSeconds: number,
  mayIncludeLoading: boolean,
): Promise<FailedTest | undefined> {
  let answer = await callOnce(target, input, timeoutSeconds);
  let verdict = judge(answer, test.expect);
  if (mayIncludeLoading && verdict.kind === "failed" && verdict.onlyTooSlow) {
    answer = await callOnce(target, input, timeoutSeconds);
    verdict = judge(answer, test.expect);
  }
  return verdict.kind === "failed" ? { test, answer, reasons: verdict.reasons } : undefined;
}
