import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { createStack, type TestStack } from "./stack";

const rounds = 20;
const names = ["one", "two", "three"];

let platform: RunningPlatform;
let folder: string;
const stacks: TestStack[] = [];

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterAll(async () => {
  for (const stack of stacks) await stack.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(`three stacks that change one algorithm at once, ${rounds} times over, lose no update and leave no version that nobody asked for`, async () => {
  const hand = await Hand.served(platform, "contended");
  const models = names.map((name) => join(mkdtempSync(join(folder, `${name}-`)), "model.txt"));
  for (const model of models) {
    const program = () => ({ version: new AlgorithmModelVersion("shared", { algorithm: hand.algorithm, model }).version });
    stacks.push(await createStack({ platform, program }));
  }
  const before = { versions: await hand.versions(), commits: (await hand.commits()).length };
  const bytesOf = new Map<string, string>();
  for (let round = 1; round <= rounds; round++) {
    const texts = names.map((name) => `model ${name} of round ${round}`);
    await Promise.all(
      stacks.map(async (stack, index) => {
        writeFileSync(models[index] ?? "", texts[index] ?? "");
        const { outputs } = await stack.up();
        bytesOf.set(String(outputs.version?.value), texts[index] ?? "");
      }),
    );
    expect([round, bytesOf.size]).toEqual([round, round * names.length]); // no two stacks were given one version
  }
  for (const [version, text] of bytesOf) expect([version, await hand.call(version)]).toMatchObject([version, { model: text }]);
  const published = await allVersions(hand);
  expect(published.filter((version) => !before.versions.includes(version)).sort()).toEqual([...bytesOf.keys()].sort());
  expect((await hand.commits()).length - before.commits).toBe(bytesOf.size);
}, 2_400_000);

/** More than a page of them. */
async function allVersions(hand: Hand): Promise<string[]> {
  const { body } = await hand.api("GET", `/v1/algorithms/${hand.algorithm}/versions?published=true&limit=1000`);
  return (body as { results: { version_info: { semantic_version: string } }[] }).results.map((each) => each.version_info.semantic_version);
}
