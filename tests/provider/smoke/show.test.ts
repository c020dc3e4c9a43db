import { endOfLog, jsonPath, show, showText } from "../../../provider/smoke/show";

test("a long value is cut between characters, never within one", () => {
  expect(show("🙂".repeat(100), 10)).toBe(`"${"🙂".repeat(8)}…`);
  expect(show([1, 2, 3], 7)).toBe("[1,2,3]");
  expect(show([1, 2, 3], 6)).toBe("[1,2,…");
});

test("what is not there is nothing, and null is null", () => {
  expect([show(undefined), show(null)]).toEqual(["nothing", "null"]);
});

test("a text stays in its line and cannot steer a terminal", () => {
  expect(showText("a\n\u001b[31mred\u001b[0m\tb\u0007")).toBe("a red b");
});

test("of a log the last lines are kept, without colours", () => {
  const log = `${Array.from({ length: 30 }, (_, index) => `\u001b[2mline ${index}\u001b[0m`).join("\r\n")}\n\n`;
  expect(endOfLog(log)).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 10}`));
  expect(endOfLog(" \n")).toEqual([]);
});

test("a path quotes what is no plain name", () => {
  expect(jsonPath(["scores", 3, "a b", "ü_1"])).toBe('$.scores[3]["a b"].ü_1');
  expect(jsonPath([])).toBe("$");
});
