import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QueueFull } from "../../../platform/runner";
import { until } from "../builds/processes";
import { resultOf, Serving } from "./serving";

const serving = new Serving({ instancesPerVersion: 1, queueLimit: 2 });
afterAll(() => serving.close());

// Says that it has begun, and ends when it may.
const gated = `
import os, time
def apply(input):
    open(input + ".begun", "w").close()
    while not os.path.exists(input + ".go"):
        time.sleep(0.01)
    return input
`;

test("calls past the limit are refused at once, those that wait are answered, and then there is room again", async () => {
  const call = await serving.serve(gated);
  const gates = ["a", "b", "c", "d"].map((name) => join(serving.workbench.root, name));
  const [first, second, third, fourth] = gates as [string, string, string, string];
  const running = call(first);
  await until(() => existsSync(`${first}.begun`));
  const waiting = [call(second), call(third)];
  expect(serving.runner.waiting()).toBe(2);

  let refusal: unknown;
  try {
    void call(fourth);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(QueueFull);
  expect((refusal as QueueFull).limit).toBe(2);
  expect(existsSync(`${fourth}.begun`)).toBe(false);

  for (const gate of gates) writeFileSync(`${gate}.go`, "");
  expect((await Promise.all([running, ...waiting])).map(resultOf)).toEqual([first, second, third]);
  expect(serving.runner.waiting()).toBe(0);
  expect(resultOf(await call(fourth))).toBe(fourth);
});

test("the calls of one version do not count against those of another", async () => {
  const [busy, free] = [await serving.serve(gated), await serving.serve("def apply(input):\n    return input\n")];
  const gates = ["e", "f", "g"].map((name) => join(serving.workbench.root, name));
  const calls = gates.map((gate) => busy(gate));
  expect(() => busy("refused")).toThrow(QueueFull);
  expect(resultOf(await free("other"))).toBe("other");
  for (const gate of gates) writeFileSync(`${gate}.go`, "");
  expect((await Promise.all(calls)).map(resultOf)).toEqual(gates);
});
