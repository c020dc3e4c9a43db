import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { failureOf, operationsOn } from "./stack";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const scene = setScene();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(scene.folder, "test-"));
  writeFileSync(join(folder, "model.txt"), "model one");
  scene.tap.seen.length = 0;
});

const stackOf = (args: AlgorithmModelVersionArgs) =>
  scene.createStack({ program: () => ({ version: new AlgorithmModelVersion("m", args).version }) });

const local = () => join(folder, "model.txt");

test("a model that is in storage already is served under its own name, without an upload", async () => {
  const hand = await Hand.served(scene.platform, "stored");
  await hand.put("model-v7.txt", "model seven");
  const model = { uri: `data://${hand.algorithm}/model-v7.txt`, sha256: sha256("model seven") };
  const up = await stackOf({ algorithm: hand.algorithm, model, reference: { kind: "source", file: "src/stored.py" } });
  await up.up();
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model seven" });
  expect((await up.resource()).outputs).toMatchObject({ modelUri: model.uri, modelSha256: model.sha256, modelBytes: 11 });
  expect(scene.tap.writes().filter((write) => write.startsWith("PUT"))).toEqual([]);
  expect((await up.preview()).changes).toEqual({ same: 2 });
  await up.refresh();
  expect((await up.preview()).changes).toEqual({ same: 2 });
});

test("store, file name, version type and release notes are as asked", async () => {
  const hand = await Hand.served(scene.platform, "asked");
  const up = await stackOf({
    algorithm: hand.algorithm,
    model: new pulumi.asset.FileAsset(local()),
    store: "data://demo/elsewhere/",
    fileName: "served-{sha256}{ext}",
    reference: { kind: "source", file: "src/asked.py", anchor: "client.file(" },
    versionType: "major",
    releaseNotes: "Better by far",
  });
  await up.up();
  expect(await hand.call("1.0.0")).toMatchObject({ model: "model one" });
  expect((await up.resource()).outputs.modelUri).toBe(`data://demo/elsewhere/served-${sha256("model one")}.txt`);
  const { body } = await hand.api("GET", `/v1/algorithms/${hand.algorithm}/versions/1.0.0`);
  expect(body).toMatchObject({ version_info: { release_notes: "Better by far" } });
});

test("another store takes an upload of its own and a new version that reads from there", async () => {
  const hand = await Hand.served(scene.platform, "moving");
  const args: AlgorithmModelVersionArgs = { algorithm: hand.algorithm, model: local() };
  const up = await stackOf(args);
  await up.up();
  args.store = "data://demo/moved";
  await up.up();
  expect((await up.resource()).outputs).toMatchObject({
    version: "0.3.0",
    modelUri: expect.stringMatching(/^data:\/\/demo\/moved\/model-/),
  });
  expect(await hand.call("0.3.0")).toMatchObject({ model: "model one" });
  await up.refresh();
  expect((await up.preview()).changes).toEqual({ same: 2 });
});

test("how the next version is made is no difference of this one", async () => {
  const hand = await Hand.served(scene.platform, "quiet");
  const args: AlgorithmModelVersionArgs = { algorithm: hand.algorithm, model: local() };
  const up = await stackOf(args);
  await up.up();
  Object.assign(args, {
    versionType: "major",
    releaseNotes: "notes",
    timeouts: { build: 60 },
    expectedSha256: sha256("model one"),
    sampleOutput: 1,
  });
  expect((await up.preview()).changes).toEqual({ same: 2 });
});

test("lessons 2.7: another callability publishes a version of the same commit and the same upload", async () => {
  const hand = await Hand.served(scene.platform, "callable");
  const args: AlgorithmModelVersionArgs = { algorithm: hand.algorithm, model: local() };
  const up = await stackOf(args);
  await up.up();
  scene.tap.seen.length = 0;
  args.callability = "public";
  const { events } = await up.up();
  expect(operationsOn(events)).toEqual(["update"]);
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
  expect(scene.tap.writes().map((write) => write.replace(/^(\w+) .*\/(\w+) .*/, "$1 $2"))).toEqual(["POST compile", "POST versions"]);
  expect(await hand.call("latest")).toMatchObject({ model: "model one" });
});

test("lessons 2.2: the sample input is called, and an answer with an error fails the update, with the version told", async () => {
  const hand = await Hand.served(scene.platform, "sample");
  await hand.push({
    "src/sample.py": `import Algorithmia

client = Algorithmia.client()
MODEL = open(client.file("data://${hand.algorithm}/model.txt").getFile().name).read().strip()


def apply(input):
    if MODEL == "bad model":
        raise ValueError("expected 64 features")
    return MODEL
`,
  });
  const args: AlgorithmModelVersionArgs = { algorithm: hand.algorithm, model: local(), sampleInput: { text: "hello" } };
  const up = await stackOf(args);
  await up.up();
  expect(scene.tap.seen.some(({ path }) => path === `/v1/algo/${hand.algorithm}/0.2.0`)).toBe(true);

  writeFileSync(local(), "bad model");
  expect(await failureOf(up.up())).toMatch(
    /algo:\/\/demo\/sample\/0\.3\.0 is published, but the check call failed: .*expected 64 features/,
  );
  expect((await up.outputs()).version).toBe("0.2.0");
  expect((await up.resource()).outputs).toMatchObject({ version: "0.2.0", pending: "publish" });
  expect((await up.preview()).changes).toMatchObject({ update: 1 });

  writeFileSync(local(), "model one");
  await up.up();
  expect((await up.outputs()).version).toBe("0.2.0");
  expect((await up.preview()).changes).toEqual({ same: 2 });
});

test("get reads what serves without managing it, and says when there is nothing", async () => {
  const hand = await Hand.served(scene.platform, "got");
  const stack = await scene.createStack({
    program: () => {
      const got = AlgorithmModelVersion.get("got", hand.algorithm);
      return { version: got.version, uri: got.modelUri, md5: got.modelMd5 };
    },
  });
  await stack.up();
  const md5 = createHash("md5").update("model by hand").digest("hex");
  expect(await stack.outputs()).toEqual({ version: "0.1.0", uri: `data://${hand.algorithm}/model.txt`, md5 });
  expect(scene.tap.writes()).toEqual([]);
});

test("another algorithm replaces the resource and leaves the versions of the old one", async () => {
  const [one, two] = [await Hand.served(scene.platform, "before"), await Hand.served(scene.platform, "after")];
  const args: AlgorithmModelVersionArgs = { algorithm: one.algorithm, model: local() };
  const up = await stackOf(args);
  await up.up();
  args.algorithm = two.algorithm;
  const { events } = await up.up();
  expect(operationsOn(events)).toContain("replace");
  expect((await up.resource()).id).toBe(two.algorithm);
  expect(await one.call("0.2.0")).toMatchObject({ model: "model one" });
  expect(await two.call("0.2.0")).toMatchObject({ model: "model one" });
});
