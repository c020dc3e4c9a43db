import { findDifference } from "../../../provider/smoke/difference";

const deep = (depth: number, core: unknown): unknown => (depth === 0 ? core : { inner: [deep(depth - 1, core)] });

test.each<[string, unknown, unknown]>([
  ["null", null, null],
  ["zero and minus zero", 0, -0],
  ["members in another order", { a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 }],
  ["NaN as a text", "NaN", "NaN"],
  ["an empty array", [], []],
  ["unicode", "naïve 🙂", "naïve 🙂"],
  ["a member with the name of something inherited", { constructor: 1 }, { constructor: 1 }],
  ["values far down", deep(200, "x"), deep(200, "x")],
])("%s is the same", (_, wanted, got) => {
  expect(findDifference(wanted, got, 0)).toBeUndefined();
});

test.each<[string, unknown, unknown, string, string]>([
  ["a number and its text", 8, "8", "$", 'wanted 8, got "8"'],
  ["null and nothing", { label: null }, {}, "$.label", "wanted null, got nothing"],
  ["nothing and null", {}, { label: null }, "$.label", "wanted nothing, got null"],
  ["null and an object", null, {}, "$", "wanted null, got {}"],
  ["an array and an object with its indexes", [1], { "0": 1 }, "$", 'wanted [1], got {"0":1}'],
  ["an object that only inherits the member", { constructor: 1 }, {}, "$.constructor", "wanted 1, got nothing"],
  ["a label far down", deep(2, "x"), deep(2, "y"), "$.inner[0].inner[0]", 'wanted "x", got "y"'],
  ["the first of several", { a: 1, b: 2 }, { a: 3, b: 4 }, "$.a", "wanted 1, got 3"],
  ["a member with an awkward name", { 'a "b"': { ü: 1 } }, { 'a "b"': { ü: 2 } }, '$["a \\"b\\""].ü', "wanted 1, got 2"],
  ["one element too few", [1, 2, 3], [2, 3], "$", "wanted 3 elements, got 2 elements"],
  ["true and 1", true, 1, "$", "wanted true, got 1"],
  ["NaN as a text and as null", "NaN", null, "$", 'wanted "NaN", got null'],
  ["two forms of é", "é", "e\u0301", "$", 'wanted "é", got "e\u0301" (the same text in another Unicode form)'],
])("%s: the first differing place is named", (_, wanted, got, path, text) => {
  expect(findDifference(wanted, got, 0)).toMatchObject({ path, text });
});

test("a tolerance holds for numbers wherever they stand, and for nothing else", () => {
  const wanted = { scores: [0.1, { top: 0.9 }], label: "8" };
  expect(findDifference(wanted, { scores: [0.1004, { top: 0.8996 }], label: "8" }, 0.001)).toBeUndefined();
  expect(findDifference(wanted, { scores: [0.1, { top: 0.88 }], label: "8" }, 0.001)).toMatchObject({
    path: "$.scores[1].top",
    text: "wanted 0.9 ± 0.001, got 0.88",
  });
  expect(findDifference("0.1", "0.1000", 1)).toMatchObject({ path: "$" });
  expect(findDifference(1, null, 10)).toMatchObject({ text: "wanted 1, got null" });
});

test.each([
  [0.85, 0.9, 0.05],
  [1, 1.1, 0.1],
  [1e15, 1e15 + 1, 1],
  [-0.3, -0.2, 0.1],
])("%d and %d are within %d, though their binary forms are a hair further apart", (wanted, got, tolerance) => {
  expect(findDifference(wanted, got, tolerance)).toBeUndefined();
  expect(findDifference(got, wanted, tolerance)).toBeUndefined();
});

test("without a tolerance the last bit counts", () => {
  expect(findDifference(1, 1 + Number.EPSILON, 0)).toBeDefined();
  expect(findDifference(0.3, 0.1 + 0.2, 0)).toBeDefined();
});

test("in a million numbers the one that differs is found, and the message stays short", () => {
  const wanted = Array.from({ length: 1_000_000 }, (_, index) => index);
  const got = [...wanted];
  got[999_998] = -1;
  expect(findDifference(wanted, wanted.slice(), 0)).toBeUndefined();
  expect(findDifference(wanted, got, 0)).toMatchObject({ path: "$[999998]", text: "wanted 999998, got -1" });
  expect(findDifference("short", wanted, 0)!.text.length).toBeLessThan(120);
});
