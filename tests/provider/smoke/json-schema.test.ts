import { findMismatch, schemaProblem } from "../../../provider/smoke/json-schema";

const digit = {
  type: "object",
  properties: { digit: { enum: [0, 1, 8] }, scores: { type: "array", items: { type: "number", maximum: 1 } }, "a/b~c": { type: "string" } },
  required: ["digit"],
  additionalProperties: false,
};

test("a value that matches has no mismatch", () => {
  expect(findMismatch(digit, { digit: 8, scores: [0.1, 1] })).toBeUndefined();
  expect(findMismatch(true, null)).toBeUndefined();
});

test.each<[string, unknown, string, string]>([
  ["a member of another type", { digit: 8, scores: [0.1, "x"] }, "$.scores[1]", 'must be number, got "x"'],
  ["a value that is not allowed", { digit: 3 }, "$.digit", "must be equal to one of the allowed values ([0,1,8]), got 3"],
  ["a missing member", {}, "$", "must have required property 'digit', got {}"],
  ["a surplus member", { digit: 8, extra: 1 }, "$", 'must NOT have additional properties ("extra"), got {"digit":8,"extra":1}'],
  ["a number above the maximum", { digit: 8, scores: [2] }, "$.scores[0]", "must be <= 1, got 2"],
  ["a member with an awkward name", { digit: 8, "a/b~c": 1 }, '$["a/b~c"]', "must be string, got 1"],
  ["null", null, "$", "must be object, got null"],
])("%s is a mismatch, and the place is named", (_, got, path, text) => {
  expect(findMismatch(digit, got)).toMatchObject({ path, text });
});

test("what every object inherits is no required member", () => {
  expect(findMismatch({ required: ["toString"] }, {})).toBeDefined();
});

test.each<[string, unknown]>([
  ["draft-07 by name", { $schema: "http://json-schema.org/draft-07/schema#", type: "array", items: [{ type: "number" }] }],
  ["2020-12 by name", { $schema: "https://json-schema.org/draft/2020-12/schema", type: "array", prefixItems: [{ type: "number" }] }],
  ["a tuple as 2020-12 writes it", { type: "array", prefixItems: [{ type: "number" }] }],
  ["a tuple as draft-07 writes it", { type: "array", items: [{ type: "number" }] }],
])("%s is understood", (_, schema) => {
  expect(schemaProblem(schema)).toBeUndefined();
  expect(findMismatch(schema as Record<string, unknown>, [1])).toBeUndefined();
  expect(findMismatch(schema as Record<string, unknown>, ["x"])).toMatchObject({ path: "$[0]" });
});

test("a format is checked", () => {
  expect(findMismatch({ type: "string", format: "date-time" }, "yesterday")).toMatchObject({ text: expect.stringContaining("date-time") });
});

test.each<[string, unknown, RegExp]>([
  ["a mistyped keyword", { requierd: ["a"] }, /unknown keyword: "requierd"/],
  ["a mistyped type", { type: "nmber" }, /schema is invalid/],
  ["a mistyped format", { type: "string", format: "emial" }, /unknown format "emial"/],
  ["a pattern that is none", { type: "string", pattern: "(" }, /regular expression/],
  ["a reference to elsewhere", { $ref: "https://example.com/schema" }, /can't resolve reference/],
  ["an unknown draft", { $schema: "http://json-schema.org/draft-04/schema#" }, /draft-04/],
  ["a schema that would answer with a promise", { $async: true, type: "number" }, /\$async/],
  ["a text", "number", /must be a JSON Schema/],
  ["null", null, /must be a JSON Schema/],
])("%s is a problem of the schema", (_, schema, problem) => {
  expect(schemaProblem(schema)).toMatch(problem);
});
