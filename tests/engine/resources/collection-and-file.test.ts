import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataCollection, type DataCollectionArgs, ModelFile, type ModelFileArgs } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { warningsIn } from "../events";
import { setScene } from "../scene";
import { failureOf, operationsOn, type TestStack } from "../stack";

const scene = setScene();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const store = "data://demo/models";
const uriOf = (text: string, stem = "words") => `${store}/${stem}-${sha256(text).slice(0, 12)}.txt`;

let hand: Hand;
let path: string;
let stack: TestStack;
let collection: DataCollectionArgs | undefined = { collection: store };
let file: Partial<ModelFileArgs> | undefined = {};

beforeAll(async () => {
  hand = new Hand(scene.platform, "models");
  path = join(scene.folder, "words.txt");
  writeFileSync(path, "one");
  stack = await scene.createStack({
    program: () => {
      const made = collection && new DataCollection("store", collection);
      const words = file && new ModelFile("words", { model: path, store, ...file }, { dependsOn: made });
      return { collection: made?.collection, uri: words?.uri, sha256: words?.sha256, sizeBytes: words?.sizeBytes, md5: words?.md5 };
    },
  });
});
beforeEach(() => {
  scene.tap.seen.length = 0;
});

const textAt = async (uri: string) => {
  const { status, text } = await hand.api("GET", uri.replace("data://", "/v1/data/"));
  return status === 200 ? text : undefined;
};
const readAcl = async () => ((await hand.api("GET", "/v1/data/demo/models?acl=true")).body as { acl: { read: string[] } }).acl.read;

test("a preview shows where the file will lie and asks the platform nothing; up makes both", async () => {
  expect((await stack.preview()).text).toContain(uriOf("one"));
  expect(scene.tap.seen).toEqual([]);
  await stack.up();
  expect(await stack.outputs()).toEqual({
    collection: store,
    uri: uriOf("one"),
    sha256: sha256("one"),
    sizeBytes: 3,
    md5: createHash("md5").update("one").digest("hex"),
  });
  expect(await readAcl()).toEqual(["algo://.my/*"]);
  expect(await textAt(uriOf("one"))).toBe("one");
});

test("nothing changes after a refresh, nor when the local file is renamed", async () => {
  await stack.refresh();
  const renamed = join(scene.folder, "renamed.txt");
  renameSync(path, renamed);
  path = renamed;
  expect((await stack.preview()).changes).toEqual({ same: 3 });
});

test("other readers are set in place, and a change by others shows and is healed", async () => {
  collection = { collection: store, readAcl: "public" };
  expect((await stack.preview()).text).toContain('~ readAcl: "myAlgorithms" => "public"');
  await stack.up();
  expect(await readAcl()).toEqual(["user://*"]);
  await hand.api("PATCH", "/v1/data/demo/models", { acl: { read: [] } });
  await stack.refresh();
  expect((await stack.preview()).text).toContain('~ readAcl: "private" => "public"');
  await stack.up();
  expect(await readAcl()).toEqual(["user://*"]);
});

test("other bytes get another name, and the old file stays", async () => {
  writeFileSync(path, "two");
  expect((await stack.preview()).text).toContain(`"${uriOf("one")}" => "${uriOf("two", "renamed")}"`);
  expect(operationsOn((await stack.up()).events, "ModelFile")).toEqual(["update"]);
  expect(await textAt(uriOf("two", "renamed"))).toBe("two");
  expect(await textAt(uriOf("one"))).toBe("one");
});

test("the old file goes where that is asked for", async () => {
  file = { deleteOld: true };
  writeFileSync(path, "three");
  await stack.up();
  expect(await textAt(uriOf("three", "renamed"))).toBe("three");
  expect(await textAt(uriOf("two", "renamed"))).toBeUndefined();
});

test("a file that others overwrote shows as drift and is healed", async () => {
  await hand.api("PUT", uriOf("three", "renamed").replace("data://", "/v1/data/"), "tampered");
  await stack.refresh();
  const md5 = createHash("md5").update("tampered").digest("hex");
  expect((await stack.preview()).text).toMatch(new RegExp(`~ sha256\\s*: "other bytes: md5 ${md5}" => "${sha256("three")}"`));
  await stack.up();
  expect(await textAt(uriOf("three", "renamed"))).toBe("three");
});

test("a file that others deleted is uploaded again", async () => {
  await hand.api("DELETE", uriOf("three", "renamed").replace("data://", "/v1/data/"));
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events, "ModelFile")).toEqual(["create"]);
  await stack.up();
  expect(await textAt(uriOf("three", "renamed"))).toBe("three");
  scene.tap.seen.length = 0;
  expect(operationsOn((await stack.up()).events, "ModelFile")).toEqual(["same"]);
  expect(scene.tap.seen).toEqual([]);
});

test("a file that is there already is taken over without an upload; so is a collection as declared, and another is refused", async () => {
  await stack.stack.destroy({ target: [String((await stack.resource("ModelFile")).urn)] });
  expect(await textAt(uriOf("three", "renamed"))).toBe("three");
  scene.tap.seen.length = 0;
  await stack.up();
  expect(scene.tap.writes()).toEqual([]);
  await stack.stack.destroy({ targetDependents: true, target: [String((await stack.resource("ModelFile")).urn)] });
  const { deployment, version } = await stack.stack.exportStack();
  const resources = (deployment.resources as { type: string }[]).filter((each) => !each.type.endsWith("DataCollection"));
  await stack.stack.importStack({ version, deployment: { ...deployment, resources } });
  file = undefined;
  collection = { collection: store, readAcl: "private" };
  expect(await failureOf(stack.up())).toContain(
    `Collection ${store} exists already and is not as declared: readAcl is "public", declared "private".`,
  );
  collection = { collection: store, readAcl: "public" };
  scene.tap.seen.length = 0;
  await stack.up();
  expect(scene.tap.writes()).toEqual([]);
});

test("a collection that holds files is not deleted unless it is told to, and another name replaces it", async () => {
  expect(await failureOf(stack.stack.destroy())).toContain(`${store} is not deleted: it holds files`);
  collection = { collection: store, readAcl: "public", forceDelete: true };
  await stack.up();
  collection = { collection: "data://demo/others", forceDelete: true };
  await stack.up();
  expect((await hand.api("HEAD", "/v1/data/demo/models")).status).toBe(404);
  expect((await stack.resource("DataCollection")).id).toBe("data://demo/others");
});

test("destroy deletes the collection, and the file only where that is asked for", async () => {
  file = { store: "data://demo/others", deleteOnDestroy: true };
  await stack.up();
  const uri = String((await stack.outputs()).uri);
  expect(await textAt(uri)).toBe("three");
  await stack.stack.destroy();
  expect((await hand.api("HEAD", "/v1/data/demo/others")).status).toBe(404);
});

test("a folder becomes one archive, and a pickle is warned about", async () => {
  const model = join(scene.folder, "bert");
  mkdirSync(model);
  writeFileSync(join(model, "weights.pkl"), "cbuiltins\nlen\n(S'x'\ntR.");
  writeFileSync(join(model, "config.json"), "{}");
  file = { store, model, deleteOnDestroy: true };
  collection = { collection: store, forceDelete: true };
  await stack.up();
  expect((await stack.outputs()).uri).toMatch(/^data:\/\/demo\/models\/bert-[0-9a-f]{12}\.tar$/);
  file = { store, model: join(model, "weights.pkl"), deleteOld: true };
  const { events } = await stack.preview();
  expect(warningsIn(events).join()).toContain("weights.pkl");
  await stack.stack.destroy();
});

test("get reads both without managing them, and says when there is none", async () => {
  await hand.put("read.txt", "to be read");
  let id = `${store}/read.txt`;
  const reader = await scene.createStack({
    program: () => ({ acl: DataCollection.get("c", store).readAcl, size: ModelFile.get("f", id).sizeBytes }),
  });
  await reader.up();
  expect(await reader.outputs()).toEqual({ acl: "myAlgorithms", size: 10 });
  id = `${store}/absent.txt`;
  expect(await failureOf(reader.up())).toContain(`There is no file ${id}`);
});
