import { findMissing } from "../../../provider/smoke/contains";

test.each<[string, unknown, unknown]>([
  ["a piece of a text", "ell", "hello"],
  ["the empty text", "", "hello"],
  ["an element", 2, [1, 2]],
  ["null among elements", null, [null]],
  ["several elements, in any order", [3, 1], [1, 2, 3]],
  ["an array as an element", [1, 2], [[1, 2], [3]]],
  ["an object by a part of it, among elements", { label: "8" }, [{ label: "3" }, { label: "8", score: 0.9 }]],
  ["a part of an object", { label: "8" }, { label: "8", score: 0.9 }],
  ["a part far down", { a: { b: { c: 1 } } }, { a: { b: { c: 1, d: 2 }, e: 3 } }],
  ["an element of a member", { tags: ["b"] }, { tags: ["a", "b"] }],
  ["the empty object", {}, { a: 1 }],
  ["the very value", 8, 8],
  ["a member that is null", { a: null }, { a: null, b: 1 }],
])("%s is contained", (_, wanted, got) => {
  expect(findMissing(wanted, got)).toBeUndefined();
});

test.each<[string, unknown, unknown, string, string]>([
  ["a piece of another text", "elk", "hello", "$", 'wanted "elk" in it, got "hello"'],
  ["a text of another case", "Hello", "hello", "$", 'wanted "Hello" in it, got "hello"'],
  ["an element that is not there", 4, [1, 2], "$", "wanted 4 in it, got [1,2]"],
  ["one of several elements", [1, 4], [1, 2], "$", "wanted 4 in it, got [1,2]"],
  ["null among several elements", [1, null], [1], "$", "wanted null in it, got [1]"],
  ["a piece of a member's text", { label: "positive" }, { label: "not positive" }, "$.label", 'wanted "positive", got "not positive"'],
  ["a piece of an element's text", "cat", ["concatenate"], "$", 'wanted "cat" in it, got ["concatenate"]'],
  ["a missing member far down", { a: { b: 1 } }, { a: { c: 1 } }, "$.a.b", "wanted 1, got nothing"],
  ["a member that is null and not missing", { a: null }, {}, "$.a", "wanted null, got nothing"],
  ["a member that is only inherited", { toString: 1 }, {}, "$.toString", "wanted 1, got nothing"],
  ["a number in a text", 8, "8", "$", 'wanted 8, got "8"'],
  ["an object in null", { a: 1 }, null, "$", 'wanted {"a":1}, got null'],
])("%s is missing, and the place is named", (_, wanted, got, path, text) => {
  expect(findMissing(wanted, got)).toMatchObject({ path, text });
});
