import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { classicFiles, Hand } from "../support/algorithm";
import type { Fault } from "../support/tap";
import { setScene } from "./scene";
import { failureOf, operationsOn, type TestStack } from "./stack";

/** What a refresh makes of a platform that does not answer as it should; every single request is in the handler's own test. */

const scene = setScene();
let hand: Hand;
let stack: TestStack;

beforeAll(async () => {
  hand = await Hand.served(scene.platform, "refreshed");
  const model = join(scene.folder, "model.txt");
  writeFileSync(model, "model one");
  stack = await scene.createStack({
    program: () => ({ version: new AlgorithmModelVersion("m", { algorithm: hand.algorithm, model }).version }),
  });
  await stack.up();
});

const kept = async () => {
  const { id, inputs, outputs } = await stack.resource();
  return { id, inputs, outputs };
};

test.each<[string, Fault, string]>([
  ["an expired key", 401, "does not know the API key"],
  ["a platform that is down", "reset", "cannot be reached"],
  ["a website in the platform's place", "garbled", "is not Algorithmia's"],
])("lessons 3.2: %s fails the refresh with its reason, and the state stays as it is", async (_, fault, reason) => {
  const before = await kept();
  scene.tap.onRequest = () => fault;
  expect(await failureOf(stack.refresh())).toContain(reason);
  scene.tap.onRequest = undefined;
  expect(await kept()).toEqual(before);
  expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);
});

test("lessons 2.3: a newer version that was published by hand is named by refresh and preview, and up goes back", async () => {
  await hand.put("model-byhand.txt", "somebody's model");
  await hand.push({ "src/refreshed.py": classicFiles("refreshed", `data://${hand.algorithm}/model-byhand.txt`)["src/refreshed.py"] ?? "" });
  await hand.publish();
  await stack.refresh();
  expect((await stack.resource()).outputs).toMatchObject({
    version: "0.3.0",
    modelUri: `data://${hand.algorithm}/model-byhand.txt`,
  });
  expect((await stack.preview()).text).toMatch(/~ modelSha256.*\n.*~ modelUri\s*: "data:\/\/demo\/refreshed\/model-byhand\.txt" =>/);
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
});

test("an algorithm that was deleted is gone from the state, and up says that it is not there", async () => {
  await hand.api("DELETE", `/v1/algorithms/${hand.algorithm}`);
  await stack.refresh();
  await expect(stack.resource()).rejects.toThrow("no AlgorithmModelVersion in the state");
  expect(operationsOn((await stack.preview()).events)).toEqual(["create"]);
  expect(await failureOf(stack.up())).toContain(`There is no algorithm ${hand.algorithm}`);
});
