import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { createStack, type TestStack } from "../engine/stack";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";

const example = join(__dirname, "..", "..", "examples", "quickstart");
const sample = JSON.parse(readFileSync(join(example, "sample.json"), "utf8")) as { pixels: number[][]; label: number };

let platform: RunningPlatform;
let stack: TestStack | undefined;

beforeAll(async () => {
  platform = await startPlatformProcess();
});
afterAll(async () => {
  await stack?.close();
  await platform?.stop();
  if (platform) rmSync(platform.dataDir, { recursive: true, force: true });
});

const filesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((path) => statSync(join(folder, path)).isFile() && !path.includes("__pycache__"))
      .map((path) => [path, readFileSync(join(folder, path))]),
  );

async function answer(hand: Hand, version: string) {
  const { body } = await hand.api("POST", `/v1/algo/${hand.algorithm}/${version}`, { pixels: sample.pixels });
  return (body as { result?: unknown }).result ?? body;
}

test("the example in ADK style answers from the model its manifest names, and from the next one after a rollout", async () => {
  const hand = new Hand(platform, "digits");
  await hand.create();
  await hand.put("digits.joblib", readFileSync(join(example, "models", "first", "digits.joblib")));
  await hand.push(filesOf(join(example, "algorithm-adk")));
  expect(await hand.publish()).toBe("0.1.0");
  expect(await answer(hand, "0.1.0")).toMatchObject({ model: "first" });

  stack = await createStack({
    platform,
    program: () => {
      const model = join(example, "models", "best", "digits.joblib");
      return {
        version: new AlgorithmModelVersion("digits", { algorithm: hand.algorithm, model, sampleInput: { pixels: sample.pixels } }).version,
      };
    },
  });
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect(await answer(hand, "0.2.0")).toMatchObject({ model: "best", digit: sample.label });
  expect(await answer(hand, "0.1.0")).toMatchObject({ model: "first" });
});
