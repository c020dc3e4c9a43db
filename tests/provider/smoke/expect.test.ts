import { judge, showExpectation } from "../../../provider/smoke/expect";
import type { CallAnswer, Expectation } from "../../../provider/smoke/types";

const answer = (result: unknown, content_type = "json", duration = 0.01): CallAnswer => ({ result, metadata: { content_type, duration } });
const failure: CallAnswer = { error: { message: "no pixels", error_type: "AlgorithmError" }, metadata: { duration: 0.01 } };

test.each<[string, unknown, Expectation]>([
  ["the very answer", { digit: 8 }, { equals: { digit: 8 } }],
  ["null", null, { equals: null }],
  ["an answer without a result", undefined, { equals: null }],
  ["false", false, { equals: false }],
  ["nearly the answer", { scores: [0.1 + 1e-9] }, { approximately: { scores: [0.1] } }],
  ["nearly the answer, by a tolerance", [1.05], { approximately: [1], tolerance: 0.1 }],
  ["a part", { digit: 8, score: 1 }, { contains: { digit: 8 } }],
  ["a schema", { digit: 8 }, { matches: { type: "object", required: ["digit"] } }],
  ["any answer", "whatever", { noError: true }],
  ["an answer in time", 1, { maxLatencyMs: 10 }],
  ["all at once", { digit: 8 }, { contains: { digit: 8 }, matches: { type: "object" }, noError: true, maxLatencyMs: 10 }],
])("%s passes", (_, result, expected) => {
  expect(judge(answer(result), expected)).toEqual({ kind: "passed" });
});

test("every member that does not hold is told, with place, wanted and got", () => {
  const expected: Expectation = { approximately: { a: 1 }, contains: { b: 2 }, matches: { required: ["c"] }, maxLatencyMs: 5 };
  expect(judge(answer({ a: 2 }), expected)).toEqual({
    kind: "failed",
    onlyTooSlow: false,
    reasons: [
      "$.a: wanted 1 ± 0.000001, got 2",
      "$.b: wanted 2, got nothing",
      "$: must have required property 'c', got {\"a\":2}",
      "it took 10 ms, at most 5 ms are allowed",
    ],
  });
});

test("an answer that is only too slow is known as such, and its time is not told as the limit itself", () => {
  expect(judge(answer(1, "json", 0.100004), { equals: 1, maxLatencyMs: 100 })).toEqual({
    kind: "failed",
    onlyTooSlow: true,
    reasons: ["it took 100.1 ms, at most 100 ms are allowed"],
  });
});

test.each<Expectation>([{ noError: true }, { maxLatencyMs: 1000 }, { equals: null }, { matches: true }])(
  "an answer that is an error never passes: %j",
  (expected) => {
    expect(judge(failure, expected)).toMatchObject({ kind: "failed", onlyTooSlow: false });
  },
);

test("bytes are compared as base64 in an object, folded or not, and never with a text", () => {
  const bytes = answer("AAEC/w==", "binary");
  expect(judge(bytes, { equals: { base64: "AAEC/w==" } })).toEqual({ kind: "passed" });
  expect(judge(bytes, { equals: { base64: "AAEC\n/w==\n" } })).toEqual({ kind: "passed" });
  expect(judge(bytes, { equals: "AAEC/w==" })).toMatchObject({ reasons: ['$: wanted "AAEC/w==", got {"base64":"AAEC/w=="}'] });
  expect(judge(answer("AAEC/w==", "text"), { equals: { base64: "AAEC/w==" } })).toMatchObject({ kind: "failed" });
});

test("what was expected reads as a sentence", () => {
  expect(showExpectation({ approximately: [0.5], tolerance: 0.1, noError: true, maxLatencyMs: 50 })).toBe(
    "approximately [0.5] ± 0.1, and no error, and at most 50 ms",
  );
});
