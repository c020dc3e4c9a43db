import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gc } from "../../../provider/cli/gc";
import { connect } from "../../../provider/client";
import { applyRetention, type RetentionRequest } from "../../../provider/retention/apply-retention";
import { readPinned } from "../../../provider/retention/pinned";
import { searchSources } from "../../../provider/retention/reader";
import { silent } from "../../../provider/rollout/report";
import { classicSource, Hand } from "../../support/algorithm";
import { commandLine } from "../../support/command-line";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";
import { sha256Of } from "../../support/sha256";
import { startTap } from "../../support/tap";
import { capturedTerminal } from "../cli/captured-terminal";

/** One algorithm with a rolled out version, a head that is not published, and uploads that came to nothing. */

const nameOf = (text: string, stem = "model") => `${stem}-${sha256Of(text).slice(0, 12)}.txt`;
let platform: RunningPlatform;
let hand: Hand;
let folder: string;
let dev: string;
let prod: string;

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "gc-"));
  dev = join(folder, "dev.yaml");
  prod = join(folder, "prod.yaml");
  hand = await Hand.served(platform, "tidy");
  await rollOut(hand, "published");
  await hand.push({ "src/tidy.py": classicSource(`data://${hand.algorithm}/${nameOf("overtaken")}`) }, "Not published, and overtaken");
  await hand.push({ "src/tidy.py": classicSource(`data://${hand.algorithm}/${nameOf("at the head")}`) }, "Not published");
  const pin = (text: string) => `algorithms:\n  ${hand.algorithm}:\n    model: model.txt\n    sha256: ${sha256Of(text)}\n`;
  writeFileSync(dev, pin("published"));
  writeFileSync(prod, pin("pinned elsewhere"));
});
afterAll(async () => {
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const uploaded = ["published", "at the head", "pinned elsewhere", "failed", "failed again"];
beforeEach(async () => {
  for (const text of uploaded) await hand.put(nameOf(text), text);
  await hand.put(nameOf("somebody's", "labels"), "somebody's");
});

async function stored(): Promise<string[]> {
  const { body } = await hand.api("GET", `/v1/data/${hand.algorithm}`);
  return (body as { files: { filename: string }[] }).files.map(({ filename }) => filename).sort();
}
const run = (...args: string[]) => commandLine(platform, "gc", "--file", dev, "--file", prod, "--older-than", "0s", ...args);

test("a dry run says what may go and why the rest stays, and deletes nothing", async () => {
  const before = await stored();
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out).toMatch(
    new RegExp(
      `may go\\n    ${nameOf("failed")} .*\\n    ${nameOf("failed again")} .*\\n  stays|may go\\n    ${nameOf("failed again")} .*\\n    ${nameOf("failed")} .*\\n  stays`,
    ),
  );
  expect(out).toMatch(new RegExp(`${nameOf("published")} +9 bytes +serves`.replace("serves", "pinned in .*dev.yaml")));
  expect(out).toMatch(new RegExp(`${nameOf("at the head")} .*the head of the branch of demo/tidy names it`));
  expect(out).toMatch(new RegExp(`${nameOf("pinned elsewhere")} .*pinned in .*prod.yaml`));
  expect(out).toMatch(new RegExp(`${nameOf("somebody's", "labels")} .*not named after its content`));
  expect(out).toMatch(/model\.txt .*not named after its content/);
  expect(out).toMatch(/would reclaim 18 bytes in 2 files; run again with --yes\n$/);
  expect(await stored()).toEqual(before);
});

test("--yes deletes failed uploads, and neither what is published, pinned by any stack, at the head, nor somebody's own", async () => {
  const { code, out, err } = await run("--yes");
  expect(code).toBe(0);
  expect(out).toMatch(/\nreclaimed 18 bytes in 2 files\n$/);
  expect(err).toMatch(/^1\/2 data:\/\/demo\/tidy\/model-.* deleted\n2\/2 .* deleted\n$/);
  expect(await stored()).toEqual(
    [...["published", "at the head", "pinned elsewhere"].map((text) => nameOf(text)), nameOf("somebody's", "labels"), "model.txt"].sort(),
  );
  expect((await run("--yes")).out).toMatch(/nothing to reclaim\n/);
});

test("a published version protects its file when no pin does", async () => {
  writeFileSync(
    join(folder, "other.yaml"),
    `algorithms:\n  ${hand.algorithm}:\n    model: model.txt\n    sha256: ${sha256Of("another")}\n`,
  );
  const { out } = await commandLine(platform, "gc", "--file", join(folder, "other.yaml"), "--older-than", "0s", "--json");
  const { stores, reclaimableBytes, dryRun } = JSON.parse(out);
  expect(stores[0].keep).toContainEqual({
    uri: `data://${hand.algorithm}/${nameOf("published")}`,
    sizeBytes: 9,
    because: `version 0.2.0 of ${hand.algorithm} names it`,
  });
  expect({ dryRun, reclaimableBytes }).toEqual({ dryRun: true, reclaimableBytes: 6 + 12 + 16 });
});

test("young files stay unless asked otherwise, and --keep leaves the newest", async () => {
  const { out } = await commandLine(platform, "gc", "--file", dev, "--yes");
  expect(out).toContain("younger than 24 h");
  expect(out).toMatch(/nothing to reclaim\n/);
  const { out: kept } = await run("--keep", "2");
  expect(kept).toContain("among the newest 2 that nothing needs");
  expect(await stored()).toContain(nameOf("failed"));
});

test("a file that a commit comes to name after the first look is not deleted", async () => {
  const tap = await startTap(platform.url);
  const interest = nameOf("failed");
  let looks = 0;
  tap.onAnswered = async ({ path }) => {
    if (!path.endsWith("/versions") || ++looks !== 2) return; // The second look comes right before the first deletion.
    await hand.push({ "notes.txt": `next: ${interest}` }, "Another stack's rollout");
  };
  const { err } = await commandLine({ ...platform, url: tap.url }, "gc", "--file", dev, "--file", prod, "--older-than", "0s", "--yes");
  await tap.close();
  expect(err).toMatch(new RegExp(`${interest} .* stays: (the head of the branch|a young commit) of ${hand.algorithm} names it`));
  expect(await stored()).toContain(interest);
  expect(await stored()).not.toContain(nameOf("failed again"));
  await hand.push({ "notes.txt": null }, "Taken back");
});

test("an interruption ends it between two files, and it says how far it came", async () => {
  const interrupted = { aborted: false };
  const terminal = capturedTerminal();
  const err = (text: string) => {
    terminal.err(text);
    interrupted.aborted = true;
  };
  const before = { ...process.env };
  Object.assign(process.env, { ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey });
  const code = await gc({ file: [dev, prod], keep: 0, olderThan: 0, yes: true }, { ...terminal, err, out: terminal.out }, interrupted);
  process.env = before;
  expect(code).toBe(1);
  expect(terminal.outText).toMatch(/reclaimed \d+ bytes in 1 file; stopped, run again to go on\n$/);
  expect((await stored()).filter((name) => [nameOf("failed"), nameOf("failed again")].includes(name))).toHaveLength(1);
});

test("a pin file that is missing stops it before anything is looked at", async () => {
  expect(await commandLine(platform, "gc", "--file", dev, "--file", join(folder, "none.yaml"), "--yes")).toMatchObject({
    code: 1,
    err: expect.stringContaining("[PINS_NOT_FOUND]"),
  });
});

test("the store of an algorithm that is not there is left alone", async () => {
  const file = join(folder, "gone.yaml");
  writeFileSync(file, `algorithms:\n  demo/nowhere:\n    model: m.txt\n    sha256: ${sha256Of("x")}\n`);
  expect((await commandLine(platform, "gc", "--file", file)).out).toContain(
    "data://demo/nowhere is left alone: there is no algorithm demo/nowhere to ask what it needs",
  );
});

test("what a young commit names stays, though another was pushed on top of it: its rollout may be about to publish it", async () => {
  await hand.put(nameOf("overtaken"), "overtaken");
  const search = async (youngSeconds: number) => {
    const connected = connect({ apiAddress: platform.url, gitAddress: platform.url, apiKey: platform.apiKey });
    const repository = await connected.openRepository(hand.algorithm);
    const sought = [{ uri: "data://a/b/c", digits: sha256Of("overtaken").slice(0, 12) }];
    const needed = await searchSources({ algorithm: hand.algorithm, repository }, sought, connected, youngSeconds).needed();
    await repository.close();
    connected.close();
    return needed.get("data://a/b/c");
  };
  expect(await search(3600)).toMatch(/^a young (build|commit) of demo\/tidy names it$/);
  expect(await search(0)).toBeUndefined();
  await hand.api("DELETE", `/v1/data/${hand.algorithm}/${nameOf("overtaken")}`);
});

describe("retain", () => {
  async function retain(change: Partial<RetentionRequest> = {}) {
    const connected = connect({ apiAddress: platform.url, gitAddress: platform.url, apiKey: platform.apiKey });
    const repository = await connected.openRepository(hand.algorithm);
    try {
      const store = `data://${hand.algorithm}`;
      const currentUris = [`${store}/${nameOf("published")}`];
      const request = { algorithm: hand.algorithm, store, keepFiles: 0, currentUris, youngSeconds: 0, platform: connected, repository };
      return await applyRetention({ ...request, ...change }, silent);
    } finally {
      await repository.close();
      connected.close();
    }
  }

  test("removes what nothing needs, and spares what another stack's pin file names", async () => {
    const { removed, warning } = await retain({ otherPins: () => readPinned([prod]) });
    expect(warning).toBeUndefined();
    expect(removed.map(({ uri }) => uri).sort()).toEqual(
      ["failed", "failed again"].map((text) => `data://${hand.algorithm}/${nameOf(text)}`).sort(),
    );
    expect(await stored()).toContain(nameOf("pinned elsewhere"));
  });

  test("keeps the newest N and everything young", async () => {
    expect((await retain({ keepFiles: 3 })).removed).toEqual([]);
    expect((await retain({ youngSeconds: undefined })).removed).toEqual([]);
  });

  test("a pin file that cannot be read is a warning, and nothing is removed", async () => {
    const { removed, warning } = await retain({ otherPins: () => readPinned([join(folder, "none.yaml")]) });
    expect(removed).toEqual([]);
    expect(warning).toMatch(/^superseded files were not removed: The pin file .* does not exist/);
  });

  test("a store that is not the algorithm's own is left alone, with a warning", async () => {
    const { removed, warning } = await retain({ store: "data://demo/models" });
    expect(removed).toEqual([]);
    expect(warning).toContain("other algorithms may read it");
  });
});
