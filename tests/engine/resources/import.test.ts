import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Algorithm, AlgorithmModelVersion, DataCollection } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { type ImportEntry, importResources } from "../../support/pulumi-import";
import { setScene } from "../scene";
import { failureOf } from "../stack";

const scene = setScene();
const stackOf = (program: () => Record<string, unknown>) => scene.createStack({ program });

/** The entries of docs/import.md, with the names of a test in place of the example's. */
function documented(types: string[], names: Record<string, string>): ImportEntry[] {
  const page = readFileSync(join(__dirname, "../../../docs/import.md"), "utf8");
  const json = /```json\n(.*?)```/s.exec(page)?.[1] ?? "";
  const text = Object.entries(names).reduce((kept, [from, to]) => kept.replaceAll(`"${from}"`, `"${to}"`), json);
  const { resources } = JSON.parse(text) as { resources: ImportEntry[] };
  return resources.filter(({ type }) => types.some((wanted) => type.endsWith(`:${wanted}`)));
}

test("an algorithm and a collection that were made by hand are imported, refreshed, and the next preview is empty", async () => {
  const hand = new Hand(scene.platform, "byhand");
  await hand.create();
  await hand.put("a.txt", "a");
  await hand.api("PATCH", "/v1/data/demo/byhand", { acl: { read: [] } });
  await hand.api("PUT", "/v1/algorithms/demo/byhand", { details: { tagline: "Made by hand" } });
  const collection = "data://demo/byhand";
  const stack = await stackOf(() => {
    new Algorithm("byhand", { algorithm: hand.algorithm, tagline: "Made by hand" });
    new DataCollection("files", { collection, readAcl: "private" });
    return {};
  });
  scene.tap.seen.length = 0;
  const names = { "acme/sentiment": hand.algorithm, "sentiment-algorithm": "byhand", "data://acme/models": collection, models: "files" };
  const printed = await importResources(stack, documented(["Algorithm", "DataCollection"], names));
  expect(printed).toContain("= 2 imported");
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 3 });
  expect(scene.tap.writes()).toEqual([]);
  expect((await stack.resource("algorithmia:Algorithm")).outputs).toMatchObject({ algorithmId: expect.any(String), label: "byhand" });
});

test("a version that was rolled out from another stack is imported, refreshed, and the next preview is empty", async () => {
  const hand = await Hand.served(scene.platform, "rolled");
  const model = join(scene.folder, "model.txt");
  writeFileSync(model, "model one");
  const program = () => ({ version: new AlgorithmModelVersion("rolled", { algorithm: hand.algorithm, model }).version });
  const first = await stackOf(program);
  await first.up();
  const { modelSha256 } = (await first.resource()).outputs;
  const stack = await stackOf(program);
  scene.tap.seen.length = 0;
  const names = { "acme/sentiment": hand.algorithm, sentiment: "rolled", "<sha256 of the file, 64 hex digits>": String(modelSha256) };
  await importResources(stack, documented(["AlgorithmModelVersion"], names));
  await stack.refresh();
  await stack.up();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
  expect(await stack.outputs()).toEqual({ version: "0.2.0" });
  expect(scene.tap.writes()).toEqual([]);
});

test("an import of what is not there fails at the refresh by its name", async () => {
  const stack = await stackOf(() => ({}));
  const collection = "data://demo/absent";
  await importResources(stack, documented(["DataCollection"], { "data://acme/models": collection }));
  expect(await failureOf(stack.stack.refresh())).toContain(`There is no collection ${collection}`);
});
