import { judgeRead, mayWrite, rangeCounts } from "../../../platform/data/conditions";

const md5 = "5d41402abc4b2a76b9719d911017c592";
const other = "ab".repeat(16);

test.each([
  [{}, "proceed"],
  [{ "if-none-match": md5 }, "not modified"],
  [{ "if-none-match": `"${md5}"` }, "not modified"],
  [{ "if-none-match": `W/"${md5}"` }, "not modified"],
  [{ "if-none-match": `"${other}", "${md5}"` }, "not modified"],
  [{ "if-none-match": "*" }, "not modified"],
  [{ "if-none-match": other }, "proceed"],
  [{ "if-match": other }, "failed"],
  [{ "if-match": md5 }, "proceed"],
  [{ "if-match": "*" }, "proceed"],
  [{ "if-match": other, "if-none-match": md5 }, "failed"],
] as const)("a read under %j comes to %s", (headers, verdict) => {
  expect(judgeRead(headers, md5)).toBe(verdict);
});

test.each([
  [{}, undefined, true],
  [{ "if-none-match": "*" }, undefined, true],
  [{ "if-none-match": "*" }, md5, false],
  [{ "if-match": md5 }, md5, true],
  [{ "if-match": md5 }, other, false],
  [{ "if-match": "*" }, undefined, false],
] as const)("a write under %j over %s may be done: %s", (headers, before, may) => {
  expect(mayWrite(headers, before)).toBe(may);
});

test("a range counts for the file that the client has a part of", () => {
  expect([undefined, md5, `"${md5}"`, other, "Wed, 21 Oct 2015 07:28:00 GMT"].map((ifRange) => rangeCounts(ifRange, md5))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
