import * as pulumi from "@pulumi/pulumi";
import { AlgorithmSecret, type AlgorithmSecretArgs } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { textsBelow } from "../../support/leaks";
import { shownIn } from "../events";
import { setScene } from "../scene";
import { failureOf, operationsOn, type TestStack } from "../stack";

const scene = setScene();
let hand: Hand;
let stack: TestStack;
let args: AlgorithmSecretArgs | undefined;
const seen: string[] = [];
const type = "AlgorithmSecret";
const values = ["open sesame", "abracadabra"];

beforeAll(async () => {
  hand = new Hand(scene.platform, "keeper");
  await hand.create();
  await hand.push({
    "requirements.txt": "",
    "src/keeper.py": 'import os\n\n\ndef apply(input):\n    return os.environ.get("DB", "none")\n',
  });
  await hand.publish();
  args = { algorithm: hand.algorithm, key: "DB", value: values[0] ?? "" };
  stack = await scene.createStack({
    program: () => {
      const secret = args && new AlgorithmSecret("db", args);
      return { id: secret?.id, value: secret?.value };
    },
  });
});
beforeEach(() => {
  scene.tap.seen.length = 0;
});

const up = async () => {
  const result = await stack.up();
  seen.push(shownIn(result.events), result.stdout, result.stderr);
  return result;
};
const secrets = async () =>
  ((await hand.api("GET", `/v1/algorithms/${hand.algorithm}/secrets`)).body as { results: Record<string, string>[] }).results;
const answer = () => hand.call("0.1.0");

test("a secret reaches the algorithm's environment", async () => {
  expect(await answer()).toBe("none");
  await up();
  expect((await stack.resource(type)).id).toBe(`${hand.algorithm}/DB`);
  expect(await secrets()).toMatchObject([{ secret_key: "DB", short_name: "DB" }]);
  expect(await answer()).toBe(values[0]);
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("another value rotates it in place", async () => {
  const [before] = await secrets();
  args = { algorithm: hand.algorithm, key: "DB", description: "of the shop", value: pulumi.secret(values[1] ?? "") };
  const { text, events } = await stack.preview();
  seen.push(text, shownIn(events));
  expect(text).toMatch(/~ value\s*: \[secret\] => \[secret\]/);
  await up();
  expect(await secrets()).toMatchObject([{ id: before?.id, description: "of the shop" }]);
  expect(await answer()).toBe(values[1]);
});

test("what others wrote shows as drift, its value as another secret, and is healed", async () => {
  const [{ id = "" } = {}] = await secrets();
  await hand.api("PUT", `/v1/algorithms/${hand.algorithm}/secrets/${id}`, { short_name: "theirs", secret_value: "stolen" });
  await stack.refresh();
  const { text } = await stack.preview();
  expect(text).toMatch(/~ shortName\s*: "theirs" => "DB"/);
  expect(text).toMatch(/~ value\s*: \[secret\] => \[secret\]/);
  await up();
  expect(await answer()).toBe(values[1]);
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("one that others deleted is created again; one that exists under the same name is written anew, under another it is refused", async () => {
  const [{ id = "" } = {}] = await secrets();
  await hand.api("DELETE", `/v1/algorithms/${hand.algorithm}/secrets/${id}`);
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events, type)).toEqual(["create"]);
  const byHand = { short_name: "by hand", description: "of the shop", secret_key: "DB", secret_value: "by hand", owner_type: "algorithm" };
  await hand.api("POST", `/v1/algorithms/${hand.algorithm}/secrets`, byHand);
  expect(await failureOf(stack.up())).toContain(
    `Secret DB of ${hand.algorithm} exists already and is not as declared: shortName is "by hand", declared "DB".`,
  );
  args = { ...(args as AlgorithmSecretArgs), shortName: "by hand" };
  await up();
  expect(await secrets()).toHaveLength(1);
  expect(await answer()).toBe(values[1]);
});

test("another key replaces it, and destroy deletes it", async () => {
  args = { ...(args as AlgorithmSecretArgs), key: "DB2" };
  await up();
  expect((await secrets()).map(({ secret_key }) => secret_key)).toEqual(["DB2"]);
  const reader = await scene.createStack({ program: () => ({ name: AlgorithmSecret.get("r", `${hand.algorithm}/DB2`).shortName }) });
  await reader.up();
  expect(await reader.outputs()).toEqual({ name: "by hand" });
  await stack.stack.destroy();
  expect(await secrets()).toEqual([]);
  expect(await answer()).toBe("none");
});

test("no value was ever in the clear: not in the state and its history, the output, the events or the platform's log", () => {
  const state = textsBelow(stack.stateDir)
    .map(({ text }) => text)
    .join("\n");
  expect(state).toContain("AlgorithmSecret");
  const everything = [state, ...seen, scene.platform.log()].join("\n");
  for (const value of values) expect(everything).not.toContain(value);
});
