import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { type Seen, startTap, type Tap } from "../support/tap";
import { createStack, engineProcesses, failureOf, type TestStack } from "./stack";

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
let stack: TestStack;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterEach(async () => {
  tap.onAnswered = undefined;
  await stack?.close();
});
afterAll(async () => {
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Moment = (seen: Omit<Seen, "status">) => boolean;
const isUpload: Moment = ({ method, path }) => method === "PUT" && path.startsWith("/v1/data/");
const isPush: Moment = ({ method, path }) => method === "POST" && path.endsWith("/git-receive-pack");
const isPublish: Moment = ({ method, path }) => method === "POST" && path.endsWith("/versions");

/** Ctrl-C once, as soon as the platform has answered that request; the answer is held until the engine has taken notice. */
function interruptAt(moment: Moment, output: () => string): void {
  tap.onAnswered = async (seen) => {
    if (!moment(seen)) return;
    tap.onAnswered = undefined;
    for (const pid of engineProcesses(stack.marker)) process.kill(pid, "SIGINT");
    const deadline = Date.now() + 20_000;
    while (!output().includes("Stopping after the step") && Date.now() < deadline) await new Promise(setImmediate);
  };
}

test.each<[string, Moment, string, string]>([
  ["upload", isUpload, "upload", "reference"],
  ["push", isPush, "reference", "build"],
])("Ctrl-C after the %s lets that step end, says so, and the next up goes on from there", async (name, moment, current, next) => {
  const hand = await Hand.served(platform, `stopped${name}`);
  const model = join(folder, `${name}.txt`);
  writeFileSync(model, "model one");
  const reference = { kind: "source", file: `src/${hand.name}.py` } as const;
  stack = await createStack({
    platform: { url: tap.url, apiKey: platform.apiKey },
    program: () => ({ version: new AlgorithmModelVersion(name, { algorithm: hand.algorithm, model, reference }).version }),
  });
  let output = "";
  interruptAt(moment, () => output);
  tap.seen.length = 0;
  const failure = await failureOf(
    stack.stack.up({
      color: "never",
      onOutput: (text) => {
        output += text;
      },
    }),
  );
  expect(output).toContain(`Stopping after the step "${current}"; the next up goes on from there.`);
  expect(failure).toContain(`The rollout of ${hand.algorithm} was stopped as asked, before its step "${next}".`);
  expect(await hand.versions()).toEqual(["0.1.0"]);

  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);
  const done = (moment: Moment) => tap.seen.filter((seen) => moment(seen) && seen.status === 200).length;
  expect([done(isUpload), done(isPush), done(isPublish)]).toEqual([1, 1, 1]);
});
