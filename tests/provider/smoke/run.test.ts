import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errors } from "../../../provider/errors";
import { compareWithServing, runSmokeTests, type SmokeTarget } from "../../../provider/smoke";
import type { CallAnswer, CallInput } from "../../../provider/smoke/types";

const answer = (result: unknown, duration = 0.01): CallAnswer => ({ result, metadata: { content_type: "json", duration } });
const unreachable = errors.PLATFORM_UNREACHABLE("https://api.example.com", "calling", "reset");
const timeout = errors.PLATFORM_TIMEOUT("https://api.example.com", "calling", 40);

let called: { input: CallInput; timeoutSeconds: number }[];
let said: string[];
const report = { progress: (text: string) => void said.push(text) };
let folder: string;

beforeEach(() => {
  called = [];
  said = [];
  folder = mkdtempSync(join(tmpdir(), "smoke-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Gives these answers one after the other, the last one for ever. */
function target(...answers: (CallAnswer | Error)[]): SmokeTarget {
  return {
    uri: "algo://acme/digits/41d07a55",
    async call(input, timeoutSeconds) {
      called.push({ input, timeoutSeconds });
      const next = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (next instanceof Error) throw next;
      return next;
    },
  };
}

const fast = { equals: 8, maxLatencyMs: 100 };

test("a first call that is only too slow, as a fresh build has yet to load, is made once more and the second counts", async () => {
  await runSmokeTests([{ name: "a", input: 1, expect: fast }], target(answer(8, 3), answer(8)), report);
  expect(called).toHaveLength(2);
  await expect(runSmokeTests([{ name: "a", input: 1, expect: fast }], target(answer(8, 3)), report)).rejects.toMatchObject({
    code: "SMOKE_TEST_FAILED",
    message: expect.stringContaining("it took 3000 ms, at most 100 ms are allowed"),
  });
  expect(called).toHaveLength(4);
});

test("no other call is made twice: not one that is wrong, nor one that is slow later on", async () => {
  const tests = [
    { name: "a", input: 1, expect: fast },
    { name: "b", input: 2, expect: fast },
  ];
  await expect(runSmokeTests(tests, target(answer(7, 3), answer(8, 3)), report)).rejects.toMatchObject({
    message: expect.stringContaining("2 of 2 smoke tests failed"),
  });
  expect(called).toHaveLength(2);
});

test("a call that is not answered in time is a failed test, and the others are still run", async () => {
  const tests = [
    { name: "slow", input: 1, expect: { noError: true }, timeoutSeconds: 10 } as const,
    { name: "quick", input: 2, expect: { noError: true } } as const,
  ];
  await expect(runSmokeTests(tests, target(timeout, answer(1)), report, { timeoutSeconds: 20 })).rejects.toMatchObject({
    code: "SMOKE_TEST_FAILED",
    message: expect.stringMatching(/1 of 2 smoke tests failed.*TimeoutError: no answer within 10 s/s),
  });
  expect(called.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([10, 20]);
  expect(said).toEqual(["smoke test 1 of 2: slow", "smoke test 2 of 2: quick"]);
});

test("a platform that cannot be reached is no failed test", async () => {
  await expect(runSmokeTests([{ name: "a", input: 1, expect: fast }], target(unreachable), report)).rejects.toBe(unreachable);
  await expect(compareWithServing({ inputs: [1] }, target(answer(1)), target(unreachable), report)).rejects.toBe(unreachable);
  await expect(compareWithServing({ inputs: [1] }, target(unreachable), target(answer(1)), report)).rejects.toBe(unreachable);
});

test("an input file is relative to the program's folder, and one that is not there is told before anything is called", async () => {
  writeFileSync(join(folder, "eight.bin"), Buffer.from([0, 255]));
  const tests = [{ name: "a", inputFile: "eight.bin", expect: { noError: true } } as const];
  await runSmokeTests(tests, target(answer(1)), report, { folder });
  expect(called[0]?.input).toEqual({ bytes: Buffer.from([0, 255]) });

  const missing = [...tests, { name: "b", inputFile: "nine.bin", expect: { noError: true } } as const];
  await expect(runSmokeTests(missing, target(answer(1)), report, { folder })).rejects.toMatchObject({
    code: "SMOKE_INPUT_UNREADABLE",
    message: expect.stringContaining("The input file nine.bin cannot be read: there is no such file."),
  });
  await expect(
    compareWithServing({ inputs: [1, { inputFile: "." }] }, target(answer(1)), target(answer(1)), report, { folder }),
  ).rejects.toMatchObject({
    code: "SMOKE_INPUT_UNREADABLE",
    message: expect.stringContaining("it is not a file"),
  });
  expect(called).toHaveLength(1);
});

test("without a serving version there is nothing to compare with, and that is said", async () => {
  await expect(compareWithServing({ inputs: [1] }, target(answer(1)), undefined, report)).resolves.toMatchObject({
    kind: "nothing serves",
  });
  expect(said).toEqual(["no version serves yet, so there is nothing to compare with"]);
  expect(called).toHaveLength(0);
});

test("a serving version that is too slow makes the comparison inconclusive, a new build that is too slow makes it different", async () => {
  await expect(compareWithServing({ inputs: [1] }, target(answer(1)), target(timeout), report)).rejects.toMatchObject({
    code: "COMPARISON_INCONCLUSIVE",
  });
  await expect(compareWithServing({ inputs: [1] }, target(timeout), target(answer(1)), report)).rejects.toMatchObject({
    code: "COMPARISON_DIFFERENT",
  });
});

test("each item is sent as what it says: a bare value as JSON, an object with one telling key as text or bytes", async () => {
  const inputs = [null, { inputText: "a" }, { inputBase64: "AP8=" }, { inputText: "a", more: 1 }, { input: 1 }, ["inputText"]];
  const { summary } = await compareWithServing({ inputs }, target(answer(1)), target(answer(1)), report);
  expect(summary).toBe("0 of 6 answers differ");
  const sent = called.filter((_, index) => index % 2 === 0).map(({ input }) => input);
  expect(sent).toEqual([
    { json: null },
    { text: "a" },
    { bytes: Buffer.from([0, 255]) },
    { json: { inputText: "a", more: 1 } },
    { json: { input: 1 } },
    { json: ["inputText"] },
  ]);
});
