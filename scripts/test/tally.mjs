/** Adds up what a run brought, in the form `{ passed, failed, skipped }`. */
export function add(...tallies) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const tally of tallies) for (const key of Object.keys(sum)) sum[key] += tally[key] ?? 0;
  return sum;
}

/** Counts a check that has one outcome, such as types or lint. */
export function tallyCheck(ok) {
  return ok ? { passed: 1 } : { failed: 1 };
}

/**
 * Counts a jest run from its `--json` report (undefined when there is none) and its exit code. A suite that could not be run counts as
 * failed, and so does a run that ended badly although every test in the report passed.
 */
export function tallyJest(report, exitCode) {
  if (!report) return { failed: 1 };
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (exitCode !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}

/** The last line of a run: `12 passed, 0 failed`, with `, 3 skipped` if any were. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
