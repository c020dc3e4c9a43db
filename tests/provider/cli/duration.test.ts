import { readDuration } from "../../../provider/cli/duration";

test.each([
  ["0s", 0],
  ["90m", 5400],
  ["24h", 86_400],
  ["1.5d", 129_600],
])("%s is %d seconds", (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

test.each(["", "24", "24 hours", "-1h", "1w", "h"])("%j is no length of time", (text) => {
  expect(readDuration(text)).toBeUndefined();
});
