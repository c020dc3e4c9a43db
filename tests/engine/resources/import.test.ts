import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Algorithm, AlgorithmModelVersion, DataCollection } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { importResources } from "../../support/pulumi-import";
import { startTap, type Tap } from "../../support/tap";
import { createStack, failureOf, type TestStack } from "../stack";

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
const stacks: TestStack[] = [];

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterAll(async () => {
  for (const stack of stacks) await stack.close();
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function stackOf(program: () => Record<string, unknown>): Promise<TestStack> {
  const stack = await createStack({ platform: { url: tap.url, apiKey: platform.apiKey }, program });
  stacks.push(stack);
  return stack;
}

/** An entry as docs/import.md has it. */
const entry = (
  type: string,
  handler: string,
  name: string,
  id: string,
  inputs: Record<string, unknown>,
  outputs: Record<string, unknown> = {},
) => {
  const code = { __provider: `exports.handler=()=>require("pulumi-algorithmia/handlers/${handler}")` };
  return { type: `pulumi-nodejs:dynamic/algorithmia:${type}`, name, id, inputs: { ...code, ...inputs }, outputs: { ...code, ...outputs } };
};

test("an algorithm and a collection that were made by hand are imported, refreshed, and the next preview is empty", async () => {
  const hand = new Hand(platform, "byhand");
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
  tap.seen.length = 0;
  await importResources(stack, [
    entry("Algorithm", "algorithm", "byhand", hand.algorithm, { algorithm: hand.algorithm }),
    entry("DataCollection", "data-collection", "files", collection, { collection }),
  ]);
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 3 });
  expect(tap.writes()).toEqual([]);
  expect((await stack.resource("algorithmia:Algorithm")).outputs).toMatchObject({ algorithmId: expect.any(String), label: "byhand" });
});

test("a version that was rolled out from another stack is imported, refreshed, and the next preview is empty", async () => {
  const hand = await Hand.served(platform, "rolled");
  const model = join(folder, "model.txt");
  writeFileSync(model, "model one");
  const program = () => ({ version: new AlgorithmModelVersion("rolled", { algorithm: hand.algorithm, model }).version });
  const first = await stackOf(program);
  await first.up();
  const { modelSha256 } = (await first.resource()).outputs;
  const stack = await stackOf(program);
  tap.seen.length = 0;
  await importResources(stack, [
    entry("AlgorithmModelVersion", "model-version", "rolled", hand.algorithm, { algorithm: hand.algorithm, modelSha256 }),
  ]);
  await stack.refresh();
  await stack.up();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
  expect(await stack.outputs()).toEqual({ version: "0.2.0" });
  expect(tap.writes()).toEqual([]);
});

test("an import of what is not there fails at the refresh by its name", async () => {
  const stack = await stackOf(() => ({}));
  const collection = "data://demo/absent";
  await importResources(stack, [entry("DataCollection", "data-collection", "files", collection, { collection })]);
  expect(await failureOf(stack.stack.refresh())).toContain(`There is no collection ${collection}`);
});
