import { compare, nextVersion } from "../../../platform/algorithms/number";
import { selectBuild } from "../../../platform/algorithms/select";
import type { Build } from "../../../platform/store/builds";
import type { Version } from "../../../platform/store/versions";

const version = (text: string, algorithm_callability: "public" | "private"): Version => {
  const [major = 0, minor = 0, revision = 0] = text.split(".").map(Number);
  return { buildId: text, major, minor, revision, details: {}, settings: { algorithm_callability }, createdAt: "" };
};
const sha = "a".repeat(40);
const offer = (isOwner: boolean) => ({
  versions: [
    version("0.1.0", "private"),
    version("1.0.0", "public"),
    version("1.2.0", "public"),
    version("1.2.9", "public"),
    version("1.2.10", "public"),
    version("1.3.0", "private"),
    version("2.0.0", "public"),
    version("10.0.0", "private"),
  ],
  buildsOf: (commit: string) => (commit === sha ? [{ id: "newest build" }, { id: "older build" }] : []) as Build[],
  isOwner,
});

test.each([
  ["", "2.0.0", "2.0.0"],
  ["latest", "2.0.0", "2.0.0"],
  ["latestPrivate", "10.0.0", undefined],
  ["1.2.9", "1.2.9", "1.2.9"],
  ["1.3.0", "1.3.0", undefined],
  ["10.0.0", "10.0.0", undefined],
  ["1.2", "1.2.10", "1.2.10"],
  ["1.2.*", "1.2.10", "1.2.10"],
  ["1.2.x", "1.2.10", "1.2.10"],
  ["1", "1.2.10", "1.2.10"],
  ["1.*", "1.2.10", "1.2.10"],
  ["1.3", undefined, undefined],
  ["10", undefined, undefined],
  ["9.9.9", undefined, undefined],
  [sha, "newest build", undefined],
  [sha.toUpperCase(), "newest build", undefined],
  ["b".repeat(40), undefined, undefined],
  ["latestpublic", undefined, undefined],
  ["1.2.3.4", undefined, undefined],
])("selector '%s' is %s for the owner and %s for others", (selector, forOwner, forOthers) => {
  expect(selectBuild(selector, offer(true))).toBe(forOwner);
  expect(selectBuild(selector, offer(false))).toBe(forOthers);
});

test.each([
  [{}, [0, 1, 0], [1, 3, 0]],
  [{ version_type: "minor" }, [0, 1, 0], [1, 3, 0]],
  [{ version_type: "major" }, [1, 0, 0], [2, 0, 0]],
  [{ version_type: "revision" }, [0, 0, 1], [1, 2, 11]],
  [{ version_type: "patch" }, [0, 0, 1], [1, 2, 11]],
  [{ type: "default" }, [0, 1, 0], [1, 3, 0]],
  [{ semantic_version: "3.4.5" }, [3, 4, 5], [3, 4, 5]],
])("%j is %j as the first version and %j after 1.2.10", (info, first, later) => {
  const numbers = (versions: Version[]) => Object.values(nextVersion(versions, info));
  expect(numbers([])).toEqual(first);
  expect(numbers([version("1.2.10", "public"), version("1.2.9", "public")])).toEqual(later);
});

test("unknown version types and numbers that are not above the highest are refused", () => {
  expect(() => nextVersion([], { version_type: "huge" })).toThrow(/"huge"/);
  expect(() => nextVersion([version("1.2.3", "public")], { semantic_version: "1.2.3" })).toThrow(/1\.2\.3/);
  expect(() => nextVersion([], { semantic_version: "1.2" })).toThrow(/1\.2/);
});

test("versions are ordered by number, not by text", () => {
  expect(compare(version("1.10.0", "public"), version("1.9.0", "public"))).toBeGreaterThan(0);
});
