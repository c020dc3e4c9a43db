import { renderComparison } from "../../../provider/smoke/comparison-table";
import { judgeComparison } from "../../../provider/smoke/judge-comparison";
import type { CallAnswer } from "../../../provider/smoke/types";

const json = (result: unknown, content_type = "json"): CallAnswer => ({ result, metadata: { content_type, duration: 0.01 } });
const error: CallAnswer = { error: { message: "no pixels", error_type: "AlgorithmError" } };
const pair = (serving: CallAnswer, candidate: CallAnswer, input: unknown = 1) => ({ input: { input }, serving, candidate });
const same = pair(json(8), json(8));
const different = pair(json(8), json(3));
const inconclusive = pair(error, json(3));
const comparison = { inputs: [1] };

test("equal answers are the same, and numbers within the tolerance are equal", () => {
  expect(judgeComparison([same, pair(json({ p: [0.5] }), json({ p: [0.54] }))], { ...comparison, tolerance: 0.05 })).toMatchObject({
    kind: "same",
    differentShare: 0,
  });
});

test.each([
  ["none may differ and one does", [different, same], 0, "different", 0.5],
  ["half may differ and half do", [different, same], 0.5, "same", 0.5],
  ["7 of 100 may differ and 7 do", [...Array(7).fill(different), ...Array(93).fill(same)], 0.07, "same", 0.07],
  ["7 of 100 may differ and 8 do", [...Array(8).fill(different), ...Array(92).fill(same)], 0.07, "different", 0.08],
  ["the serving version fails at one", [inconclusive, same], 0, "inconclusive", 0],
  ["both fail", [pair(error, error), same], 0, "inconclusive", 0],
  ["only the new build fails", [pair(json(8), error), same], 0, "different", 0.5],
  ["too many differ and the serving version fails at another", [inconclusive, different, same, same], 0.1, "different", 0.25],
  ["few differ and the serving version fails at another", [inconclusive, different, same, same], 0.25, "inconclusive", 0.25],
])("%s", (_, pairs, maxDifferentShare, kind, differentShare) => {
  expect(judgeComparison(pairs, { ...comparison, maxDifferentShare })).toMatchObject({ kind, differentShare });
});

test("a text and the same text in JSON differ, as callers get different things", () => {
  expect(judgeComparison([pair(json("8", "text"), json("8"))], comparison).rows[0]).toEqual({
    kind: "different",
    input: "1",
    serving: 'text: "8"',
    candidate: 'json: "8"',
  });
});

test("of long answers the row shows the place that differs", () => {
  const scores = Array.from({ length: 100 }, (_, index) => index);
  const { rows } = judgeComparison([pair(json({ scores }), json({ scores: scores.with(70, -1) }))], comparison);
  expect(rows[0]).toMatchObject({ serving: "$.scores[70] = 70", candidate: "$.scores[70] = -1" });
});

test("the table is aligned, shows ten rows, and says how many more there are", () => {
  const { rows } = judgeComparison(
    Array.from({ length: 12 }, (_, index) => pair(json("naïve 🙂"), index === 0 ? error : json(3), { n: index * 1000 })),
    comparison,
  );
  const lines = renderComparison(rows).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "  INPUT       SERVING ANSWER  NEW ANSWER",
    '  {"n":0}     "naïve 🙂"       AlgorithmError: no pixels',
    '  {"n":1000}  "naïve 🙂"       3',
  ]);
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toBe("  and 2 more");
});
