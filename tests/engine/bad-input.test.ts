import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { nameFolders } from "../../platform/store/folders";
import { allPermissions } from "../../platform/store/permissions";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { failureOf, type StackOptions, type TestStack } from "./stack";

const scene = setScene();
let folder: string;
let hand: Hand;

beforeAll(async () => {
  hand = await Hand.served(scene.platform, "bad");
});
beforeEach(() => {
  folder = mkdtempSync(join(scene.folder, "test-"));
  writeFileSync(join(folder, "model.txt"), "a model");
  scene.tap.seen.length = 0;
});

const stackOf = (args: Partial<AlgorithmModelVersionArgs>, options: Partial<StackOptions> = {}) =>
  scene.createStack({
    program: () => {
      const bad = new AlgorithmModelVersion("bad", { algorithm: hand.algorithm, model: join(folder, "model.txt"), ...args });
      return { version: bad.version };
    },
    ...options,
  });

const written = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const hasResource = (stack: TestStack) => stack.resources().some(({ type }) => type.endsWith("AlgorithmModelVersion"));

/** A text for people: one mention of the resource, no stack trace, no internals. */
const expectReadable = (text: string) => {
  expect(text).not.toMatch(/\n\s+at .*\(.*:\d+:\d+\)/);
  expect(text).not.toMatch(/AxiosError|\[object Object\]|undefined/);
};

describe("fails in preview, before anything is asked of the platform", () => {
  const lfs =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
  const cases: [string, () => Partial<AlgorithmModelVersionArgs>, RegExp][] = [
    ["a missing model file", () => ({ model: join(folder, "none.txt") }), /none\.txt does not exist.*(git lfs pull|Correct the path)/s],
    ["an empty folder", () => ({ model: mkdtempSync(join(folder, "empty-")) }), /holds no file/],
    ["an empty file", () => ({ model: written("empty.txt", "") }), /empty\.txt is empty/],
    ["a Git LFS pointer", () => ({ model: written("lfs.pkl", lfs) }), /Git LFS pointer.*git lfs pull/s],
    ["another hash than expected", () => ({ expectedSha256: "0".repeat(64) }), /has the sha256 [0-9a-f]{64}, but 0{64} is pinned/],
    ["a malformed algorithm", () => ({ algorithm: "algo://acme/x/1.0.0" }), /Input algorithm: expected "owner\/name"/],
    ["an unknown input", () => ({ modle: "x" }) as Partial<AlgorithmModelVersionArgs>, /There is no input modle\. Did you mean model\?/],
    [
      "smoke tests, not yet supported",
      () => ({ smokeTests: [{ name: "a", input: 1, expect: { equals: 1, tolerance: 1 } }] }),
      /smokeTests.0.expect.tolerance: must stand beside approximately/,
    ],
    ["retention of a negative number", () => ({ retain: { files: -2 } }), /Input retain.files: /],
    ["reload, not yet supported", () => ({ updateMode: "reload" }), /updateMode "reload" is not yet supported/],
  ];
  test.each(cases)("%s", async (_, args, expected) => {
    const stack = await stackOf(args());
    const text = await failureOf(stack.preview());
    expect(text).toMatch(expected);
    expectReadable(text);
    expect(scene.tap.seen).toEqual([]);
  });

  test("a malformed models.yaml, with line and column", async () => {
    // In a process of its own, as its users run it: the engine's handler of a failing program and jest's get in each other's way.
    const infra = mkdtempSync(join(folder, "infra-"));
    const root = join(__dirname, "..", "..");
    symlinkSync(join(root, "node_modules"), join(infra, "node_modules"));
    for (const file of ["Pulumi.yaml", "index.ts"]) copyFileSync(join(root, file), join(infra, file));
    writeFileSync(join(infra, "models.yaml"), `algorithms:\n  ${hand.algorithm}:\n    model: model.txt\n    sha256: 9f2c\n`);
    const stack = [join(root, "scripts", "stack.mjs"), "preview", "--cwd", infra];
    const { status, stdout, stderr } = spawnSync(process.execPath, stack, { encoding: "utf8" });
    expect(status).not.toBe(0);
    expect(stdout + stderr).toMatch(/models\.yaml:4:13: .*64 hexadecimal digits/);
    expectReadable(stdout + stderr);
  });
});

describe("fails in up, before anything is written", () => {
  const cases: [string, () => Promise<TestStack>, RegExp][] = [
    ["an algorithm that is not there", () => stackOf({ algorithm: "demo/nowhere" }), /There is no algorithm demo\/nowhere/],
    [
      "no key",
      () => stackOf({}, { apiKey: null, environment: { HOME: "/nonexistent", ALGORITHMIA_API_KEY: "" } }),
      /No Algorithmia API key.*config set --secret/s,
    ],
    ["a wrong key", () => stackOf({}, { apiKey: "simWrongKey000000000000000000" }), /does not know the API key/],
    [
      "an unreachable platform",
      () => stackOf({}, { platform: { url: "http://127.0.0.1:9", apiKey: "simAny" } }),
      /http:\/\/127\.0\.0\.1:9 cannot be reached.*ECONNREFUSED/s,
    ],
    [
      "a stored model that is not in storage",
      () => stackOf({ model: { uri: "data://demo/bad/none.txt", sha256: "0".repeat(64) } }),
      /There is no file data:\/\/demo\/bad\/none\.txt/,
    ],
  ];
  test.each(cases)("%s", async (_, make, expected) => {
    const stack = await make();
    const text = await failureOf(stack.up());
    expect(text).toMatch(expected);
    expectReadable(text);
    expect(scene.tap.writes()).toEqual([]);
    expect(hasResource(stack)).toBe(false);
  });

  test("a key without the right to write data or manage algorithms", async () => {
    const { body, status } = await hand.api("POST", `/v1/users/${scene.platform.owner}/keys`, {
      key_label: "reader",
      key_type: "AlgorithmKey",
      permissions: { ...allPermissions, allow_data_write: false, allow_web_algo: false, allow_algo_management: false },
    });
    expect(status).toBeLessThan(300);
    const stack = await stackOf({}, { apiKey: (body as { api_key: string }).api_key });
    const text = await failureOf(stack.up());
    expect(text).toMatch(/refuses this API key the right/);
    expectReadable(text);
    expect(scene.tap.writes().filter((write) => / 2\d\d$/.test(write))).toEqual([]);
    expect(hasResource(stack)).toBe(false);
  });

  test("a source that names no model, with what was looked at", async () => {
    const other = new Hand(scene.platform, "noref");
    await other.create();
    await other.push({ "src/noref.py": 'WORDS = "data://demo/other/words.txt"\n\n\ndef apply(input):\n    return input\n' });
    const stack = await stackOf({ algorithm: other.algorithm });
    const text = await failureOf(stack.up());
    expect(text).toMatch(/names no model file that could be updated.*words\.txt.*reference:/s);
    expectReadable(text);
    expect(scene.tap.writes()).toEqual([]);
  });

  test("a source that names it twice, with both places", async () => {
    const other = new Hand(scene.platform, "tworef");
    await other.create();
    await other.push({ "src/tworef.py": 'A = "data://demo/tworef/model.txt"\nB = "data://demo/tworef/model.txt"\n' });
    const stack = await stackOf({ algorithm: other.algorithm });
    const text = await failureOf(stack.up());
    expect(text).toMatch(/src\/tworef\.py:1.*src\/tworef\.py:2/s);
    expectReadable(text);
    expect(scene.tap.writes()).toEqual([]);
  });

  test("lessons 2.4: a file that changes between preview and apply", async () => {
    const stack = await stackOf({});
    scene.tap.onAnswered = () => writeFileSync(join(folder, "model.txt"), "other bytes!");
    const text = await failureOf(stack.up());
    expect(text).toMatch(/is no longer the file that was previewed/);
    expectReadable(text);
    expect(scene.tap.writes()).toEqual([]);
    expect(hasResource(stack)).toBe(false);
  });
});

describe("fails on the way, and the next up goes on", () => {
  test("lessons 1.3: a build that fails shows the end of its log, and the old version still serves", async () => {
    const broken = await Hand.served(scene.platform, "broken");
    await broken.push({ "requirements.txt": "algorithmia==2.0.5\nno-such-package-anywhere==9.9.9\n" });
    const stack = await stackOf({ algorithm: broken.algorithm });
    const text = await failureOf(stack.up());
    expect(text).toMatch(/The build of demo\/broken at [0-9a-f]{8} failed/);
    expect(text).toContain("no-such-package-anywhere");
    expectReadable(text);
    expect(await broken.call("0.1.0")).toMatchObject({ model: "model by hand" });
    expect(await broken.versions()).toEqual(["0.1.0"]);

    await broken.push({ "requirements.txt": "algorithmia==2.0.5\n" });
    await stack.up();
    expect(await broken.call("0.2.0")).toMatchObject({ model: "a model" });
    expect(await broken.versions()).toEqual(["0.1.0", "0.2.0"]);
  });

  test("a push that is rejected tells the reason", async () => {
    const guarded = await Hand.served(scene.platform, "guarded");
    const { id } = (await guarded.api("GET", `/v1/algorithms/${guarded.algorithm}`)).body as { id: string };
    const repository = join(nameFolders(scene.platform.dataDir).repositories, `${id}.git`);
    const config = ["--git-dir", repository, "config", "core.hooksPath"];
    execFileSync("git", [...config, folder]);
    writeFileSync(join(folder, "pre-receive"), "#!/bin/sh\necho 'commits need a ticket' >&2\nexit 1\n", { mode: 0o755 });
    const stack = await stackOf({ algorithm: guarded.algorithm });
    const text = await failureOf(stack.up());
    expect(text).toMatch(/rejected the commit to demo\/guarded: pre-receive hook declined; commits need a ticket/);
    expectReadable(text);
    expect(await guarded.versions()).toEqual(["0.1.0"]);

    execFileSync("git", [...config, "/dev/null"]);
    scene.tap.seen.length = 0;
    await stack.up();
    expect(await guarded.versions()).toEqual(["0.1.0", "0.2.0"]);
    expect(scene.tap.writes().filter((write) => write.startsWith("PUT"))).toEqual([]);
  });

  test("lessons 3.5: an upload that is cut half-way serves nothing, and the next up completes", async () => {
    const cut = await Hand.served(scene.platform, "cut");
    writeFileSync(join(folder, "model.txt"), "x".repeat(3_000_000));
    const stack = await stackOf({ algorithm: cut.algorithm });
    scene.tap.onRequest = ({ method }) => (method === "PUT" ? "cut" : undefined);
    const text = await failureOf(stack.up());
    expect(text).toMatch(/cannot be reached.*uploading data:\/\/demo\/cut\/model-/s);
    expectReadable(text);
    const listing = await cut.api("GET", "/v1/data/demo/cut");
    expect((listing.body as { files: { filename: string }[] }).files.map(({ filename }) => filename)).toEqual(["model.txt"]);

    scene.tap.onRequest = undefined;
    await stack.up();
    expect(await cut.versions()).toEqual(["0.1.0", "0.2.0"]);
  });
});
