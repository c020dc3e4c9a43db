import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import type { Seen } from "../support/tap";
import { setScene } from "./scene";
import { engineProcesses, failureOf, type TestStack } from "./stack";

const scene = setScene();
let stack: TestStack;

type Moment = (seen: Omit<Seen, "status">) => boolean;
const isUpload: Moment = ({ method, path }) => method === "PUT" && path.startsWith("/v1/data/");
const isPush: Moment = ({ method, path }) => method === "POST" && path.endsWith("/git-receive-pack");
const isPublish: Moment = ({ method, path }) => method === "POST" && path.endsWith("/versions");

/** Ctrl-C once, as soon as the platform has answered that request; the answer is held until the engine has taken notice. */
function interruptAt(moment: Moment, output: () => string): void {
  scene.tap.onAnswered = async (seen) => {
    if (!moment(seen)) return;
    scene.tap.onAnswered = undefined;
    for (const pid of engineProcesses(stack.marker)) process.kill(pid, "SIGINT");
    const deadline = Date.now() + 60_000;
    while (!output().includes("Stopping after the step") && Date.now() < deadline) await new Promise(setImmediate);
  };
}

test.each<[string, Moment, string, string]>([
  ["upload", isUpload, "upload", "reference"],
  ["push", isPush, "reference", "build"],
])("Ctrl-C after the %s lets that step end, says so, and the next up goes on from there", async (name, moment, current, next) => {
  const hand = await Hand.served(scene.platform, `stopped${name}`);
  const model = join(scene.folder, `${name}.txt`);
  writeFileSync(model, "model one");
  const reference = { kind: "source", file: `src/${hand.name}.py` } as const;
  stack = await scene.createStack({
    program: () => ({ version: new AlgorithmModelVersion(name, { algorithm: hand.algorithm, model, reference }).version }),
  });
  let output = "";
  interruptAt(moment, () => output);
  scene.tap.seen.length = 0;
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
  const done = (moment: Moment) => scene.tap.seen.filter((seen) => moment(seen) && seen.status === 200).length;
  expect([done(isUpload), done(isPush), done(isPublish)]).toEqual([1, 1, 1]);
});
