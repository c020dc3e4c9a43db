import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinsThen } from "../../../provider/history/pinned-then";
import { repositoryOf } from "./repository";

const [one, two] = ["a1".repeat(32), "b2".repeat(32)];
const day = (number: number) => new Date(`2026-05-0${number}T12:00:00Z`);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pinned then "));
  mkdirSync(join(folder, "infra"));
  file = join(folder, "infra", "models.yaml");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pin = (sha256: string, more = "") => writeFileSync(file, `algorithms:\n  acme/a: { model: m.pkl, sha256: ${sha256} }\n${more}`);
const then = async (at: Date) => (await pinsThen(file, at))?.("acme/a");

test("the commit counts that made the file say this of the algorithm, not one that changed another pin", async () => {
  const { commit, git } = repositoryOf(file);
  pin(one);
  const first = commit("Pin (#3)", day(1));
  pin(one, `  acme/b: { model: b.pkl, sha256: ${two} }\n`);
  commit("Another algorithm", day(2));
  pin(two);
  const second = commit("Better weights", day(4));
  git(["remote", "add", "origin", "https://token@github.com/acme/infra.git"]);
  const pullRequest = "https://github.com/acme/infra/pull/3";
  expect(await then(day(3))).toEqual({ files: [{ name: "", sha256: one }], commit: first, since: day(1).toISOString(), pullRequest });
  expect(await then(day(4))).toEqual({ files: [{ name: "", sha256: two }], commit: second, since: day(4).toISOString() });
});

test("a branch counts from when it was merged", async () => {
  const { commit, git } = repositoryOf(file);
  pin(one);
  commit("Pin", day(1));
  git(["switch", "--create", "better"]);
  pin(two);
  commit("Better weights", day(2));
  git(["switch", "main"]);
  git(["merge", "--no-ff", "-m", "Merge pull request #9 from acme/better", "better"], day(5));
  expect(await then(day(3))).toMatchObject({ files: [{ sha256: one }] });
  expect(await then(day(5))).toMatchObject({ files: [{ sha256: two }], since: day(5).toISOString(), pullRequest: "#9" });
});

test("where nothing was pinned, or cannot be read, nothing is told", async () => {
  pin(one);
  expect(await then(day(1))).toBeUndefined();
  const { commit } = repositoryOf(file);
  writeFileSync(file, "algorithms: [");
  commit("Not YAML", day(2));
  expect(await then(day(1))).toBeUndefined();
  expect(await then(day(3))).toBeUndefined();
});
