import { parseSelector, selectVersion } from "../../../provider/versions/select-version";

const versions = ["0.1.0", "1.0.0", "1.2.0", "1.2.1", "1.10.0"].map((version) => ({ version, callability: "public" }));
const withPrivate = [...versions, { version: "1.11.0", callability: "private" }, { version: "2.0.0", callability: "private" }];
const pick = (selector: string, from: { version: string; callability?: string }[] = withPrivate) =>
  selectVersion(parseSelector(selector), from)?.version;

test.each([
  ["latest", "1.10.0"],
  ["latestPrivate", "2.0.0"],
  ["1.2.0", "1.2.0"],
  ["1.2", "1.2.1"],
  ["1.2.*", "1.2.1"],
  ["1.2.x", "1.2.1"],
  ["1", "1.10.0"],
  ["1.*", "1.10.0"],
  ["1.1", undefined],
  ["2.0.0", "2.0.0"],
  ["2.*", "2.0.0"],
])("%s selects %s", (selector, version) => {
  expect(pick(selector)).toBe(version);
});

test("where all that match are private, the newest of them is meant", () => {
  const mine = versions.map(({ version }) => ({ version, callability: "private" }));
  expect(pick("latest", mine)).toBe("1.10.0");
  expect(pick("1.2", mine)).toBe("1.2.1");
  expect(pick("latest", [])).toBeUndefined();
});

test.each(["", "^1.2.0", "1.*.3", "v1", "1.2.3.4", "newest", "9f2c41d0"])("%j selects nothing, and says so", (selector) => {
  expect(() => parseSelector(selector)).toThrow("selects no version");
});

test("a commit is told by its 40 digits", () => {
  expect(parseSelector("9F2C".repeat(10))).toEqual({ kind: "commit", commit: "9f2c".repeat(10) });
});
