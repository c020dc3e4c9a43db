import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";
import { startTap, type Tap } from "../../support/tap";

let platform: RunningPlatform;
let tap: Tap;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
});
afterAll(async () => {
  await tap?.close();
  await platform?.stop();
});

test.each([
  ["smoke test", { smokeTests: [{ name: "reads", inputFile: "samples/none.png", expect: { noError: true as const } }] }],
  ["comparison", { compare: { inputs: [1, { inputFile: "samples/none.png" }] } }],
])("a file that a %s lacks stops the rollout before anything is written", async (kind, settings) => {
  const hand = new Hand(platform, kind.replace(" ", ""));
  await hand.create();
  await hand.push({ "src/a.py": `MODEL = "data://${hand.algorithm}/model.txt"\n` }, "The algorithm");
  tap.seen.length = 0;
  const rolling = rollOut(new Hand({ ...platform, url: tap.url }, hand.name), "a model", settings);
  await expect(rolling).rejects.toMatchObject({ code: "SMOKE_INPUT_UNREADABLE" });
  expect(tap.seen).not.toEqual([]);
  expect(tap.writes()).toEqual([]);
});
