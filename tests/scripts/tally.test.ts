import { inNode } from "./in-node";

const report = { numPassedTests: 10, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

async function lastLine(changes: Partial<typeof report> | undefined, exitCode: number, checks: boolean[] = []): Promise<string> {
  return inNode(`
    const { add, summary, tallyCheck, tallyJest } = await load("test/tally.mjs");
    const report = ${JSON.stringify(changes && { ...report, ...changes })};
    return summary(add(...${JSON.stringify(checks)}.map(tallyCheck), tallyJest(report, ${exitCode})));
  `);
}

test("a run in which all is well ends with passed and failed, and names no skipped tests", async () => {
  expect(await lastLine({}, 0)).toBe("10 passed, 0 failed");
});

test("types and lint count one each, whichever way they went", async () => {
  expect(await lastLine({}, 0, [true, true])).toBe("12 passed, 0 failed");
  expect(await lastLine({ numFailedTests: 1 }, 1, [false, true])).toBe("11 passed, 2 failed");
});

test("pending and todo tests are skipped ones", async () => {
  expect(await lastLine({ numPendingTests: 2, numTodoTests: 1 }, 0)).toBe("10 passed, 0 failed, 3 skipped");
});

test("a suite that could not be run counts as failed", async () => {
  expect(await lastLine({ numPassedTests: 4, numRuntimeErrorTestSuites: 2 }, 1)).toBe("4 passed, 2 failed");
});

test("a run that ended badly is never told as a success", async () => {
  expect(await lastLine({}, 1)).toBe("10 passed, 1 failed");
  expect(await lastLine(undefined, 1)).toBe("0 passed, 1 failed");
  expect(await lastLine(undefined, 0)).toBe("0 passed, 1 failed");
});
