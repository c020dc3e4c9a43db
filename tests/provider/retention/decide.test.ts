import { ageSeconds, decide, durationText, type Holding } from "../../../provider/retention/decide";

const now = new Date("2026-05-10T00:00:00Z");
const file = (name: string, ageHours: number, sizeBytes = 1) => ({
  uri: `data://acme/sentiment/${name}`,
  name,
  sizeBytes,
  lastModified: new Date(now.getTime() - ageHours * 3_600_000),
});
const holding = (change: Partial<Holding>): Holding => ({
  files: [file("m-a.pkl", 100), file("m-b.pkl", 80), file("m-c.pkl", 60), file("labels.json", 100)],
  isContentNamed: (name) => name.startsWith("m-"),
  needed: new Map(),
  keepFiles: 0,
  youngSeconds: 24 * 3600,
  now,
  ...change,
});
const names = ({ remove }: ReturnType<typeof decide>) => remove.map(({ name }) => name);
const because = ({ keep }: ReturnType<typeof decide>) => keep.map((kept) => kept.because);

test("what nothing needs may go, and a plain name never", () => {
  const decision = decide(holding({}));
  expect(names(decision)).toEqual(["m-a.pkl", "m-b.pkl", "m-c.pkl"]);
  expect(decision.keep).toEqual([
    { uri: "data://acme/sentiment/labels.json", sizeBytes: 1, because: "not named after its content by a rollout of this algorithm" },
  ]);
});

test("a needed file stays with its reason, whatever its name", () => {
  const needed = new Map([
    ["data://acme/sentiment/m-b.pkl", "version 0.3.0 names it"],
    ["data://acme/sentiment/labels.json", "pinned in models.yaml"],
  ]);
  const decision = decide(holding({ needed }));
  expect(names(decision)).toEqual(["m-a.pkl", "m-c.pkl"]);
  expect(because(decision)).toEqual(["version 0.3.0 names it", "pinned in models.yaml"]);
});

test.each([
  [23.9, ["younger than 24 h"]],
  [24, []],
  [-5, ["younger than 24 h"]],
])("a file of %d hours stays as %j", (ageHours, reasons) => {
  expect(because(decide(holding({ files: [file("m-a.pkl", ageHours)] })))).toEqual(reasons);
});

test("the newest N that nothing needs stay; needed and young ones do not count", () => {
  const files = [file("m-a.pkl", 100), file("m-b.pkl", 90), file("m-c.pkl", 80), file("m-d.pkl", 70), file("m-e.pkl", 1)];
  const decision = decide(holding({ files, keepFiles: 2, needed: new Map([["data://acme/sentiment/m-d.pkl", "serves now"]]) }));
  expect(names(decision)).toEqual(["m-a.pkl"]);
  expect(because(decision)).toEqual([
    "among the newest 2 that nothing needs",
    "among the newest 2 that nothing needs",
    "serves now",
    "younger than 24 h",
  ]);
});

test("an empty store has nothing to decide", () => {
  expect(decide(holding({ files: [] }))).toEqual({ remove: [], keep: [] });
});

test("ages are told in one unit, and none is below zero", () => {
  expect([5, 119, 600, 90_000, 86_400 * 4].map(durationText)).toEqual(["5 s", "119 s", "10 min", "25 h", "4 d"]);
  expect(ageSeconds(file("m", -3), now)).toBe(0);
});
