import { structuredInputs } from "../../../provider/inputs/structured";

const one = { name: "a", input: 1, expect: { equals: 1 } };

function problems(name: "smokeTests" | "compare", value: unknown): string[] {
  const { error } = structuredInputs[name].safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`);
}

test.each<[string, unknown]>([
  ["JSON", one],
  ["null", { ...one, input: null, expect: { equals: null } }],
  ["an empty text", { name: "a", inputText: "", expect: { noError: true } }],
  ["bytes, folded", { name: "a", inputBase64: "AAEC\nAw==", expect: { equals: { base64: "AA==" } } }],
  ["a file", { name: "a", inputFile: "eight.png", expect: { maxLatencyMs: 0.5 } }],
  ["numbers", { ...one, expect: { approximately: [1], tolerance: 0 }, timeoutSeconds: 2.5 }],
  ["a schema", { ...one, expect: { matches: { type: "number" }, contains: "x" } }],
])("a smoke test with %s is kept as it is given", (_, test) => {
  expect(structuredInputs.smokeTests.parse([test])).toEqual([test]);
});

test.each<[string, unknown, string]>([
  ["no input", { name: "a", expect: one.expect }, "0 must have exactly one of input, inputText, inputBase64, inputFile, got none"],
  ["two inputs", { ...one, inputText: "" }, "0 must have exactly one of input, inputText, inputBase64, inputFile, got input and inputText"],
  [
    "no expectation",
    { ...one, expect: {} },
    "0.expect must hold at least one of equals, approximately, contains, matches, noError, maxLatencyMs, got none",
  ],
  [
    "a tolerance alone",
    { ...one, expect: { equals: 1, tolerance: 1 } },
    "0.expect.tolerance must stand beside approximately, got it alone",
  ],
  ["a wish for an error", { ...one, expect: { noError: false } }, "0.expect.noError Invalid input: expected true"],
  [
    "a schema that does not compile",
    { ...one, expect: { matches: { requierd: [] } } },
    '0.expect.matches must be a JSON Schema, got one that does not compile: strict mode: unknown keyword: "requierd"',
  ],
  [
    "a number that JSON lacks",
    { ...one, expect: { equals: [Number.NaN] } },
    "0.expect.equals must be plain JSON (no NaN, no dates, no functions), got something else",
  ],
  ["bytes that are no base64", { name: "a", inputBase64: "AAA", expect: one.expect }, "0.inputBase64 must be base64, got something else"],
  ["a mistyped member", { ...one, expect: { equals: 1, equal: 1 } }, '0.expect Unrecognized key: "equal"'],
])("a smoke test with %s is refused at its place", (_, test, problem) => {
  expect(problems("smokeTests", [test])).toEqual([problem]);
});

test("two tests of one name are refused, at the second", () => {
  expect(problems("smokeTests", [one, { ...one, name: "b" }, one])).toEqual([
    '2.name must be unlike the names of the other tests, got "a" again',
  ]);
});

test("a comparison is kept as it is given", () => {
  const comparison = {
    inputs: [null, { inputText: "" }, { inputText: 1, other: 2 }, { inputBase64: "AA==" }, { inputFile: "a.png" }],
    tolerance: 0.1,
    maxDifferentShare: 1,
    onInconclusive: "publish",
  };
  expect(structuredInputs.compare.parse(comparison)).toEqual(comparison);
});

test.each<[string, unknown, string]>([
  ["no inputs", { inputs: [] }, "inputs Too small: expected array to have >=1 items"],
  ["a text that is none", { inputs: [{ inputText: 5 }] }, "inputs.0.inputText must be a text, got something else or an empty one"],
  ["bytes that are no base64", { inputs: [1, { inputBase64: "?" }] }, "inputs.1.inputBase64 must be base64, got something else"],
  ["a file without a name", { inputs: [{ inputFile: "" }] }, "inputs.0.inputFile must be a text, got something else or an empty one"],
  ["a negative tolerance", { inputs: [1], tolerance: -1 }, "tolerance Too small: expected number to be >=0"],
  ["a share beyond all", { inputs: [1], maxDifferentShare: 3 }, "maxDifferentShare Too big: expected number to be <=1"],
])("a comparison with %s is refused at its place", (_, comparison, problem) => {
  expect(problems("compare", comparison)).toEqual([problem]);
});
