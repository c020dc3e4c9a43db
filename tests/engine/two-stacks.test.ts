import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmiaProvider, AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { textsBelow } from "../support/leaks";
import { setScene } from "./scene";
import type { TestStack } from "./stack";

const scene = setScene();

async function stackOn(hand: Hand, text: string): Promise<TestStack> {
  const model = join(mkdtempSync(join(scene.folder, "m-")), "model.txt");
  writeFileSync(model, text);
  return scene.createStack({
    program: () => ({ version: new AlgorithmModelVersion("shared", { algorithm: hand.algorithm, model }).version }),
  });
}

const versionOf = async (stack: TestStack) => String((await stack.outputs()).version);

test("two stacks that change one algorithm at once each get a version that serves their model", async () => {
  const hand = await Hand.served(scene.platform, "race");
  const [one, two] = [await stackOn(hand, "model one"), await stackOn(hand, "model two")];
  await Promise.all([one.up(), two.up()]);
  expect(await hand.call(await versionOf(one))).toMatchObject({ model: "model one" });
  expect(await hand.call(await versionOf(two))).toMatchObject({ model: "model two" });
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
});

test("two stacks that want the same bytes at once end with one new version", async () => {
  const hand = await Hand.served(scene.platform, "same");
  const [one, two] = [await stackOn(hand, "model one"), await stackOn(hand, "model one")];
  await Promise.all([one.up(), two.up()]);
  expect([await versionOf(one), await versionOf(two)]).toEqual(["0.2.0", "0.2.0"]);
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);
  expect(await hand.commits()).toHaveLength(3); // template, source, model
});

test("an explicit provider brings its own platform and key", async () => {
  const hand = await Hand.served(scene.platform, "explicit");
  const model = join(scene.folder, "explicit-model.txt");
  writeFileSync(model, "model of another platform");
  const stack = await scene.createStack({
    platform: { url: "http://127.0.0.1:9", apiKey: "simOther" },
    program: () => {
      const provider = new AlgorithmiaProvider("eu", { apiAddress: scene.platform.url, apiKey: scene.platform.apiKey });
      const reference = { kind: "source" as const, file: "src/explicit.py" };
      return { version: new AlgorithmModelVersion("m", { algorithm: hand.algorithm, model, reference }, { provider }).version };
    },
  });
  await stack.up();
  expect(await hand.call(await versionOf(stack))).toMatchObject({ model: "model of another platform" });
  const texts = textsBelow(stack.stateDir)
    .map(({ text }) => text)
    .join("\n");
  expect(texts).toContain("algorithmia:apiAddress");
  expect(texts).not.toContain(scene.platform.apiKey);
});
