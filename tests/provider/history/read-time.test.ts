import { readTime } from "../../../provider/history/read-time";

test.each([
  ["2026-05-01", "2026-05-01T00:00:00.000Z"],
  ["2026-05-01T14:30Z", "2026-05-01T14:30:00.000Z"],
  ["2026-05-01T14:30:00.5Z", "2026-05-01T14:30:00.500Z"],
  [" 2026-05-01T14:30:00+02:00 ", "2026-05-01T12:30:00.000Z"],
])("%s is %s", (text, iso) => {
  expect(readTime(text).toISOString()).toBe(iso);
});

test.each(["", "yesterday", "2026-02-30", "2026-05-01T25:00:00Z", "2026-05-01T14:30:00", "01.05.2026", "1714567890"])(
  "%j is refused: it is none, or another one on every machine",
  (text) => {
    expect(() => readTime(text)).toThrow(expect.objectContaining({ code: "TIME_INVALID" }));
  },
);
