import type { HistoryEntry } from "../../../provider/history";
import { chooseVersion } from "../../../provider/history/choose-version";

const entry = (version: string, ...hashes: (string | undefined)[]): HistoryEntry => ({
  version,
  versionHash: "c".repeat(40),
  files: hashes.map((sha256, index) => ({
    name: index === 0 ? "" : `n${index}`,
    uri: `data://a/b/${sha256}`,
    sha256,
    storage: "unchanged",
  })),
});
const history = (...entries: HistoryEntry[]) => ({ algorithm: "acme/sentiment", publishedVersions: entries.length, entries });
const life = history(entry("0.5.0", "B"), entry("0.4.0", "B"), entry("0.3.0", "A"), entry("0.2.0", undefined), entry("0.1.0", "A"));
const pinned = (sha256: string) => [{ name: "", sha256 }];
const chosen = (pin: string, to?: string) => chooseVersion(life, pinned(pin), "models.yaml", to).version;
const refusal = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  ["B", "0.3.0", "the version before with other bytes, not the one with the same"],
  ["A", "0.2.0", "the version before, whose bytes nobody knows: it is not left out in silence"],
  ["never served", "0.5.0", "the newest, as nothing serves the pin"],
])("from %s it goes to %s: %s", (pin, version) => {
  expect(chosen(pin)).toBe(version);
});

test("a version that is named is taken, whatever is pinned", () => {
  expect(chosen("B", "0.1.0")).toBe("0.1.0");
  expect(chooseVersion(life, [], "models.yaml", "0.1.0").version).toBe("0.1.0");
});

test("of several files all must be served as pinned to be the current version", () => {
  const pair = history(entry("0.3.0", "A", "Y"), entry("0.2.0", "A", "X"), entry("0.1.0", "B", "X"));
  const pin = [
    { name: "", sha256: "A" },
    { name: "n1", sha256: "X" },
  ];
  expect(chooseVersion(pair, pin, "models.yaml").version).toBe("0.1.0");
});

test.each<[string, () => unknown]>([
  ["VERSION_UNKNOWN", () => chosen("B", "1.0.0")],
  ["ROLLBACK_NOT_PINNED", () => chooseVersion(life, [], "models.yaml")],
  ["ROLLBACK_NOTHING_EARLIER", () => chooseVersion(history(entry("0.2.0", "A"), entry("0.1.0", "A")), pinned("A"), "models.yaml")],
  ["VERSION_NOT_FOUND", () => chooseVersion(history(), pinned("A"), "models.yaml")],
])("%s", (code, work) => {
  expect(refusal(work)).toBe(code);
});
