import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitMessage } from "../../../provider/rollout/lineage";
import { originTrailers } from "../../../provider/rollout/origin";
import { classicSource, Hand } from "../../support/algorithm";
import { commandLine } from "../../support/command-line";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";
import { sha256Of } from "../../support/sha256";
import { repositoryOf } from "./repository";

/**
 * One algorithm's life against a real platform: 0.1.0 by hand, 0.2.0 and 0.3.0 rolled out, 0.4.0 with other source by hand on top of it,
 * 0.5.0 with other settings of the same commit.
 */

let platform: RunningPlatform;
let hand: Hand;
let folder: string;
let pins: string;

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "history-"));
  pins = join(folder, "models.yaml");
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  hand = await Hand.served(platform, "storied");
  await rollOut(hand, "second");
  await rollOut(hand, "third");
  const uri = `data://${hand.algorithm}/model-${sha256Of("third").slice(0, 12)}.txt`;
  await hand.push(
    { "src/storied.py": `# model-${sha256Of("second").slice(0, 12)}.txt was before\n${classicSource(uri)}` },
    "A comment by hand",
  );
  await hand.publish();
  await rollOut(hand, "third", { callability: "public" });
});
afterAll(async () => {
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
  delete process.env.XDG_CACHE_HOME;
});
beforeEach(() =>
  writeFileSync(pins, `# pins\nalgorithms:\n  ${hand.algorithm}:\n    model: m.txt # ours\n    sha256: ${sha256Of("third")}\n`),
);

const history = async (...args: string[]) => commandLine(platform, "history", "--file", pins, ...args);
const rollback = async (...args: string[]) => commandLine(platform, "rollback", hand.algorithm, "--file", pins, ...args);

async function entries(...args: string[]) {
  const { out } = await history(hand.algorithm, "--json", ...args);
  return JSON.parse(out).algorithms[0].entries as Record<string, unknown>[];
}

test("every version is told with its bytes, newest first; changes by hand and of settings keep the bytes of the rollout below", async () => {
  const told = await entries();
  expect(
    told.map(({ version, previousVersion, files }) => [version, previousVersion, (files as { sha256?: string }[])[0]?.sha256]),
  ).toEqual([
    ["0.5.0", "0.4.0", sha256Of("third")],
    ["0.4.0", "0.3.0", sha256Of("third")],
    ["0.3.0", "0.2.0", sha256Of("third")],
    ["0.2.0", "0.1.0", sha256Of("second")],
    ["0.1.0", undefined, undefined],
  ]);
  expect(told[0]).toMatchObject({ versionHash: told[1]?.versionHash, rolledOutBy: told[2]?.versionHash });
  expect(told[1]).toMatchObject({ author: "Test", files: [{ name: "", sizeBytes: 5, storage: "unchanged" }] });
  expect(told[4]).toMatchObject({ files: [{ name: "", uri: `data://${hand.algorithm}/model.txt`, sizeBytes: 13, storage: "unknown" }] });
});

test("the table fits into 120 columns and names every file", async () => {
  const { code, out } = await history();
  expect(code).toBe(0);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(out).toMatch(/^demo\/storied: 5 published versions\nVERSION {2}PUBLISHED/);
  expect(out).toContain(`${sha256Of("second").slice(0, 12)}  6 bytes  data://demo/storied/model-${sha256Of("second").slice(0, 12)}.txt\n`);
  expect(out).toContain("sha256 unknown  13 bytes  data://demo/storied/model.txt\n");
});

test("--at tells the version that was the newest at that moment, and of a time before the first that there was none", async () => {
  const told = await entries();
  const publishedAt = String(told[2]?.publishedAt);
  expect((await entries("--at", publishedAt)).map(({ version }) => version)).toEqual(["0.3.0"]);
  const before = new Date(Date.parse(publishedAt) - 1).toISOString();
  expect((await entries("--at", before)).map(({ version }) => version)).toEqual(["0.2.0"]);
  const { out } = await history("--at", "2001-01-01");
  expect(out).toMatch(/^demo\/storied at 2001-01-01 00:00:00Z: nothing was published yet; the first version came 20/);
});

test("--at tells by the pin file's git history that an older version was selected, which the platform has no record of", async () => {
  const repository = repositoryOf(pins);
  repository.commit("Serve the third (#7)", new Date(Date.now() + 3600_000));
  writeFileSync(pins, readFileSync(pins, "utf8").replace(sha256Of("third"), sha256Of("second")));
  const rolledBack = repository.commit("Back to the second (#8)", new Date(Date.now() + 7200_000));
  const { out } = await history("--at", new Date(Date.now() + 9000_000).toISOString());
  expect(out).toMatch(/\n0\.5\.0 {2}/);
  expect(out).toMatch(
    new RegExp(`\\npinned then: ${sha256Of("second").slice(0, 12)}, served by 0.2.0; since .*Z by ${rolledBack.slice(0, 8)} #8\\n$`),
  );
  const { out: before } = await history("--at", new Date(Date.now() + 5400_000).toISOString(), "--json");
  expect(JSON.parse(before).algorithms[0].pinned).toMatchObject({ version: "0.5.0", pullRequest: "#7" });
  expect((await history("--at", new Date().toISOString())).out).not.toContain("pinned then");
});

test("--limit lists the newest ones and says how many there are", async () => {
  const { out } = await history("--limit", "2");
  expect(out).toContain("demo/storied: the newest 2 of 5 published versions");
  expect(out).not.toContain("0.3.0");
});

test("a pinned algorithm that does not exist is told, one that was asked for by name is an error", async () => {
  writeFileSync(pins, `algorithms:\n  demo/nowhere: { uri: data://demo/nowhere/x, sha256: ${sha256Of("x")} }\n`);
  expect(await history()).toMatchObject({ code: 0, out: "demo/nowhere: there is no such algorithm\n" });
  expect(await history("demo/nowhere")).toMatchObject({ code: 1, err: expect.stringContaining("[ALGORITHM_NOT_FOUND]") });
});

test("a rollback pins what the version before with other bytes serves, keeps comments, and writes nothing on the platform", async () => {
  const before = [await hand.versions(), await hand.commits()];
  const { code, out } = await rollback();
  expect({ code, text: readFileSync(pins, "utf8") }).toEqual({
    code: 0,
    text: `# pins\nalgorithms:\n  demo/storied:\n    uri: data://demo/storied/model-${sha256Of("second").slice(0, 12)}.txt # ours\n    sha256: ${sha256Of("second")}\n`,
  });
  expect(out).toMatch(/^demo\/storied: back to what 0\.2\.0 serves/);
  expect(out).toContain(`  sha256  ${sha256Of("third")} → ${sha256Of("second")}\nNext: pulumi preview\n`);
  expect([await hand.versions(), await hand.commits()]).toEqual(before);
});

test("what a rollback pins selects the published version: no upload, no commit, no build", async () => {
  await rollback();
  await hand.push(
    { "src/storied.py": classicSource(`data://${hand.algorithm}/model-${sha256Of("third").slice(0, 12)}.txt`) },
    "No comment",
  );
  const before = [await hand.versions(), await hand.commits(), (await hand.builds()).length];
  const uri = `data://${hand.algorithm}/model-${sha256Of("second").slice(0, 12)}.txt`;
  const served = await rollOut(hand, "second", { file: { bytes: { kind: "stored" }, uri } });
  expect(served.version).toBe("0.2.0");
  expect([await hand.versions(), await hand.commits(), (await hand.builds()).length]).toEqual(before);
});

test("the local file stays pinned where it is the very bytes", async () => {
  writeFileSync(join(folder, "m.txt"), "second");
  await rollback();
  expect(readFileSync(pins, "utf8")).toContain(`    model: m.txt # ours\n    sha256: ${sha256Of("second")}\n`);
  rmSync(join(folder, "m.txt"));
});

test("a pin that nothing serves yet goes back to the newest version", async () => {
  writeFileSync(pins, readFileSync(pins, "utf8").replace(sha256Of("third"), sha256Of("never rolled out")));
  expect((await rollback()).out).toMatch(/back to what 0\.5\.0 serves/);
});

test("--check says what would change, writes nothing and exits 1", async () => {
  const text = readFileSync(pins, "utf8");
  const { code, out } = await rollback("--check", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ changed: true, written: false, version: "0.2.0", files: [{ sha256: sha256Of("second") }] });
  expect(readFileSync(pins, "utf8")).toBe(text);
});

test.each([
  [["--to", "9.9.9"], "VERSION_UNKNOWN", "it has 0.5.0, 0.4.0, 0.3.0, 0.2.0, 0.1.0"],
  [["--to", "0.1.0"], "VERSION_BYTES_UNKNOWN", "data://demo/storied/model.txt"],
])("a rollback %s is refused with %s", async (args, code, hint) => {
  const text = readFileSync(pins, "utf8");
  const { code: exit, err } = await rollback(...args);
  expect(exit).toBe(1);
  expect(err).toContain(`[${code}]`);
  expect(err).toContain(hint);
  expect(readFileSync(pins, "utf8")).toBe(text);
});

test("a file that was overwritten or deleted since is no place to go back to", async () => {
  const name = `model-${sha256Of("second").slice(0, 12)}.txt`;
  await hand.put(name, "overwritten");
  expect((await rollback()).err).toMatch(/holds other bytes now: 11 bytes.*\[ROLLBACK_FILE_CHANGED\]/);
  await hand.api("DELETE", `/v1/data/${hand.algorithm}/${name}`);
  expect((await rollback()).err).toContain("[ROLLBACK_FILE_GONE]");
  expect((await history(hand.algorithm)).out).toContain(`${name}  (not in storage any more)\n`);
});

describe("several files in one version", () => {
  const pullRequest = "https://github.com/acme/infra/pull/12";
  const origin = { commit: "0a1b2c3d".repeat(5), dirty: false, repository: "https://github.com/acme/infra", pullRequest };
  const uriOf = (name: string, text: string) => `data://${platform.owner}/paired/${name}-${sha256Of(text).slice(0, 12)}.txt`;
  let pair: Hand;
  let pairPins: string;

  beforeAll(async () => {
    pair = await Hand.served(platform, "paired");
    const second = `\nOTHER = "data://${pair.algorithm}/left.txt"\n`;
    await pair.push({ "src/paired.py": classicSource(`data://${pair.algorithm}/right.txt`) + second });
    await rollOut(pair, { left: "left 1", right: "right" });
    await rollOut(pair, { left: "left 2", right: "right" });
    const { files } = await rollOut(pair, { left: "left 2", right: "right" });
    // A rollout that a CI job of a pull request ran, as its commit tells.
    await pair.push({ "ci.txt": "" }, commitMessage({ files }, originTrailers(origin)));
    await pair.publish();
    await pair.push({ "notes.txt": "by hand" }, "Notes");
    await pair.publish();
    pairPins = join(folder, "pair.yaml");
    const file = (name: string, text: string) =>
      `      ${name}:\n        uri: ${uriOf(name, text)}\n        sha256: ${sha256Of(text)} # ${name}\n`;
    writeFileSync(pairPins, `algorithms:\n  ${pair.algorithm}:\n    models:\n${file("left", "left 2")}${file("right", "right")}`);
  });

  test("are all told, also of a version by hand on top", async () => {
    const { out } = await commandLine(platform, "history", pair.algorithm, "--json");
    const told = JSON.parse(out).algorithms[0].entries as { version: string; files: { name: string; uri: string; sha256: string }[] }[];
    expect(told.map(({ version, files }) => [version, files.map(({ name, sha256 }) => [name, sha256])])).toEqual([
      [
        "0.5.0",
        [
          ["left", sha256Of("left 2")],
          ["right", sha256Of("right")],
        ],
      ],
      [
        "0.4.0",
        [
          ["left", sha256Of("left 2")],
          ["right", sha256Of("right")],
        ],
      ],
      [
        "0.3.0",
        [
          ["left", sha256Of("left 2")],
          ["right", sha256Of("right")],
        ],
      ],
      [
        "0.2.0",
        [
          ["left", sha256Of("left 1")],
          ["right", sha256Of("right")],
        ],
      ],
      ["0.1.0", [["", undefined]]],
    ]);
    expect((await commandLine(platform, "history", pair.algorithm)).out).toMatch(
      /left {3}[0-9a-f]{12} {2}6 bytes {2}data:.*\n {9}right {2}[0-9a-f]{12}/,
    );
  });

  test("are told with the commit and pull request that caused them, whatever was changed by hand since", async () => {
    const { out } = await commandLine(platform, "history", pair.algorithm, "--json");
    const told = JSON.parse(out).algorithms[0].entries as { version: string; origin?: unknown }[];
    const ourCheckout = expect.objectContaining({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(told.map((entry) => entry.origin)).toEqual([origin, origin, ourCheckout, ourCheckout, undefined]);
    expect((await commandLine(platform, "history", pair.algorithm)).out).toContain(`0a1b2c3d ${pullRequest}\n`);
  });

  test("go back together, where the pin has the same names", async () => {
    const text = readFileSync(pairPins, "utf8");
    const { code, out } = await commandLine(platform, "rollback", pair.algorithm, "--file", pairPins);
    expect(code).toBe(0);
    expect(readFileSync(pairPins, "utf8")).toBe(
      text.replace(uriOf("left", "left 2"), uriOf("left", "left 1")).replace(sha256Of("left 2"), sha256Of("left 1")),
    );
    expect(out).toContain(`${pair.algorithm} (left) in ${pairPins}: pinned.\n`);
    expect(out).toContain(`${pair.algorithm} (right) in ${pairPins}: unchanged (sha256 ${sha256Of("right")}).\nNext: pulumi preview\n`);
  });

  test("are refused for a pin of one file, which cannot say it", async () => {
    writeFileSync(pairPins, `algorithms:\n  ${pair.algorithm}:\n    uri: ${uriOf("left", "left 2")}\n    sha256: ${sha256Of("left 2")}\n`);
    expect((await commandLine(platform, "rollback", pair.algorithm, "--file", pairPins, "--to", "0.2.0")).err).toMatch(
      /serves other files \(left, right\) than the pin names \(model\).*\[ROLLBACK_OTHER_FILES\]/,
    );
  });

  test("are needed by their versions, each of them", async () => {
    const { out } = await commandLine(platform, "gc", "--file", pairPins, "--older-than", "0s", "--json");
    const [store] = JSON.parse(out).stores as { remove: unknown[]; keep: { uri: string; because: string }[] }[];
    expect(store?.remove).toEqual([]);
    expect(store?.keep.find(({ uri }) => uri === uriOf("left", "left 1"))?.because).toBe(`version 0.2.0 of ${pair.algorithm} names it`);
    expect(store?.keep.find(({ uri }) => uri === uriOf("right", "right"))?.because).toContain("names it");
  });
});
