import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { failureOf, operationsOn, type TestStack } from "./stack";

const scene = setScene();
let stack: TestStack;

/** A stack that serves "model one"; what it declares besides is asked anew by every run. */
async function serving(name: string, settings: () => Partial<AlgorithmModelVersionArgs>) {
  const hand = await Hand.served(scene.platform, name);
  const model = join(scene.folder, `${name}.txt`);
  writeFileSync(model, "model one");
  const reference = { kind: "source", file: `src/${name}.py` } as const;
  stack = await scene.createStack({
    program: () => {
      const version = new AlgorithmModelVersion(name, { algorithm: hand.algorithm, model, reference, ...settings() });
      return { version: version.version };
    },
  });
  await stack.up();
  return { hand, model };
}

const says = (text: string) => ({ name: `says ${text}`, input: { q: 1 }, expect: { contains: { model: text } } });

test("a model that fails its smoke test is not published; the old version serves on, and reverting needs no write at all", async () => {
  let tests = [says("model one")];
  const { hand, model } = await serving("smoked", () => ({ smokeTests: tests }));
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);

  writeFileSync(model, "bad model");
  const failure = await failureOf(stack.up());
  expect(failure).toMatch(/1 of 1 smoke test failed on algo:\/\/demo\/smoked\/[0-9a-f]{40}/);
  expect(failure).toMatch(/says model one\n.*input.*\{"q":1\}\n.*expected.*model one[\s\S]*got.*bad model/);
  expect(failure).toContain("Nothing was published, and the version before still serves.");
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model one" });
  expect((await stack.outputs()).version).toBe("0.2.0");

  writeFileSync(model, "model one");
  scene.tap.seen.length = 0;
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect(scene.tap.writes()).toEqual([]);

  // The same bytes with a test that they pass: the build that is there is published, nothing is built again.
  writeFileSync(model, "bad model");
  tests = [says("bad model")];
  const builds = (await hand.builds()).length;
  await stack.up();
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
  expect((await hand.builds()).length).toBe(builds);
});

test("other smoke tests alone are no difference and call nothing", async () => {
  let tests = [says("model one")];
  await serving("retested", () => ({ smokeTests: tests }));
  tests = [says("something else")];
  scene.tap.seen.length = 0;
  const { events } = await stack.up();
  expect(operationsOn(events)).toEqual(["same"]);
  expect(scene.tap.seen).toEqual([]);
  expect((await stack.resource()).inputs.smokeTests).toEqual(["says something else"]);
});

test("answers unlike those of the serving version stop a rollout with a table, unless so many may differ", async () => {
  let maxDifferentShare = 1;
  const { hand, model } = await serving("compared", () => ({ compare: { inputs: ["a", "b"], maxDifferentShare } }));
  writeFileSync(model, "model two");
  maxDifferentShare = 0;
  const failure = await failureOf(stack.up());
  expect(failure).toMatch(/2 of 2 answers of algo:\/\/demo\/compared\/[0-9a-f]{40} differ from those of algo:\/\/demo\/compared\/0\.2\.0/);
  expect(failure).toMatch(/"a".*model one.*model two/);
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);

  maxDifferentShare = 1;
  await stack.up();
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0", "0.3.0"]);
});
