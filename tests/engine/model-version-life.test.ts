import { createHash } from "node:crypto";
import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { classicFiles, Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { operationsOn, type TestStack } from "./stack";

const scene = setScene();
/** A consumer of `version` that does nothing but keep it, as a service's configuration would. */
class Consumer extends pulumi.CustomResource {
  constructor(name: string, version: pulumi.Input<string>) {
    const code = 'exports.handler=()=>({create:async i=>({id:"c",outs:i}),update:async(d,o,n)=>({outs:n}),diff:async()=>({})})';
    super("pulumi-nodejs:dynamic/test:Consumer", name, { version, __provider: code });
  }
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let hand: Hand;
let stack: TestStack;
let modelPath: string;

beforeAll(async () => {
  modelPath = join(scene.folder, "model.txt");
  writeFileSync(modelPath, "model one");
  hand = await Hand.served(scene.platform, "life");
  stack = await scene.createStack({
    program: () => {
      const life = new AlgorithmModelVersion("life", { algorithm: hand.algorithm, model: modelPath });
      new Consumer("consumer", life.version);
      return { version: life.version, uri: life.algorithmUri, sha256: life.modelSha256, previous: life.previousVersion };
    },
  });
});
beforeEach(() => {
  scene.tap.seen.length = 0;
});

const rewrite = (text: string) => writeFileSync(modelPath, text);

test("lessons 1.8, 3.1: the first up uploads under the content name, changes the source and publishes a version that answers from the new model", async () => {
  await stack.up();
  expect(await stack.outputs()).toEqual({
    version: "0.2.0",
    uri: `algo://${hand.algorithm}/0.2.0`,
    sha256: sha256("model one"),
    previous: "0.1.0",
  });
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model one" });
  expect(await hand.call("0.1.0")).toMatchObject({ model: "model by hand" });
  const { outputs, id } = await stack.resource();
  expect(id).toBe(hand.algorithm);
  expect(outputs).toMatchObject({
    modelUri: `data://${hand.algorithm}/model-${sha256("model one").slice(0, 12)}.txt`,
    modelBytes: 9,
    modelMd5: createHash("md5").update("model one").digest("hex"),
    versionHash: expect.stringMatching(/^[0-9a-f]{40}$/),
    buildId: expect.any(String),
    publishedAt: expect.any(String),
  });
});

test("the commit carries its lineage", async () => {
  expect((await hand.commits())[0]).toBe(`Serve model-${sha256("model one").slice(0, 12)}.txt`);
});

test("lessons 3.6: a second up changes nothing and sends the platform no write", async () => {
  const { events } = await stack.up();
  expect(operationsOn(events)).toEqual(["same"]);
  expect(scene.tap.seen).toEqual([]);
});

test("touching or moving the file changes nothing", async () => {
  utimesSync(modelPath, new Date(), new Date(Date.now() - 60_000));
  expect((await stack.preview()).changes).toEqual({ same: 3 });
  mkdirSync(join(scene.folder, "moved"));
  const moved = join(scene.folder, "moved", "another-name.bin");
  renameSync(modelPath, moved);
  modelPath = moved;
  expect((await stack.preview()).changes).toEqual({ same: 3 });
});

test("lessons 1.1, 2.1: other bytes show in preview as the hash's change, with the version unknown to dependants, and nothing is written", async () => {
  rewrite("model two");
  const { text, events } = await stack.preview();
  expect(text).toContain(`~ modelSha256: "${sha256("model one")}" => "${sha256("model two")}"`);
  expect(operationsOn(events)).toEqual(["update"]);
  expect(operationsOn(events, "Consumer")).toEqual(["update"]);
  expect(text).toMatch(/~ version:\s+"0\.2\.0" => \[unknown\]/);
  expect(scene.tap.writes()).toEqual([]);
});

test("lessons 1.9: the update keeps the id, publishes one version, and dependants get it", async () => {
  const { events } = await stack.up();
  expect(operationsOn(events)).toEqual(["update"]);
  expect(await stack.outputs()).toMatchObject({ version: "0.3.0", previous: "0.2.0" });
  expect((await stack.resource()).id).toBe(hand.algorithm);
  expect((await stack.resource("Consumer")).outputs.version).toBe("0.3.0");
  expect(await hand.call("0.3.0")).toMatchObject({ model: "model two" });
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
  expect(scene.tap.writes().map((write) => write.split(" ")[0])).toEqual(["PUT", "POST", "POST"]); // file, push, publish
});

test("lessons 3.4: going back to the old bytes selects the old version without upload, commit or build", async () => {
  rewrite("model one");
  await stack.up();
  expect(await stack.outputs()).toMatchObject({ version: "0.2.0", previous: "0.3.0" });
  expect(scene.tap.writes()).toEqual([]);
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
});

test("a selected older version is no drift", async () => {
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 3 });
});

test("lessons 2.3: an overwrite of the uploaded file is seen by refresh and healed by up", async () => {
  const fileName =
    String((await stack.resource()).outputs.modelUri)
      .split("/")
      .at(-1) ?? "";
  await hand.put(fileName, "tampered!");
  await stack.refresh();
  const { text } = await stack.preview();
  expect(text).toContain(
    `~ modelSha256: "other bytes: md5 ${createHash("md5").update("tampered!").digest("hex")}" => "${sha256("model one")}"`,
  );
  await stack.up();
  expect((await hand.api("GET", `/v1/data/${hand.algorithm}/${fileName}`)).text).toBe("model one");
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect((await stack.preview()).changes).toEqual({ same: 3 });
});

test("a version that somebody else published shows as drift, and up goes back to the pinned bytes", async () => {
  await hand.put("model-byhand.txt", "somebody's model");
  await hand.push({ "src/life.py": classicFiles("life", `data://${hand.algorithm}/model-byhand.txt`)["src/life.py"] ?? "" });
  expect(await hand.publish()).toBe("0.4.0");
  await stack.refresh();
  const { text } = await stack.preview();
  expect(text).toContain("~ modelSha256");
  expect(text).toContain(`~ modelUri`);
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect((await stack.preview()).changes).toEqual({ same: 3 });
});

test("later changes of the source are kept: the same bytes on top of them make a new version", async () => {
  await hand.push({ "src/extra.py": "X = 1\n" });
  rewrite("model three");
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.5.0");
  expect(await hand.call("0.5.0")).toMatchObject({ model: "model three" });
});

test("lessons 2.5: destroy leaves the versions callable", async () => {
  await stack.stack.destroy();
  expect(await hand.call("0.3.0")).toMatchObject({ model: "model two" });
  expect(await hand.versions()).toContain("0.5.0");
});

test("lessons 2.6: a stack that starts anew takes over what serves already, without a write", async () => {
  scene.tap.seen.length = 0;
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.5.0");
  expect(scene.tap.writes()).toEqual([]);
});
