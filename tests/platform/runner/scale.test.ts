import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../builds/processes";
import { errorOf, resultOf, Serving } from "./serving";

const limit = 3;
const serving = new Serving({ instancesPerVersion: limit, idleSeconds: 0.2 });
/** Its instances stay however busy the machine is between two calls. */
const patient = new Serving({ instancesPerVersion: limit });
afterAll(async () => {
  await serving.close();
  await patient.close();
});
const { runner } = serving;

const source = `
import os, time
def apply(input):
    if input == "die":
        os.kill(os.getpid(), 9)
    if input == "pid":
        return os.getpid()
    open("%s.%d.begun" % (input, os.getpid()), "w").close()
    while not os.path.exists(input + ".go"):
        time.sleep(0.01)
    return os.getpid()
`;

test("there is no instance before the first call, a burst makes as many as the limit, and all of them end when no call comes", async () => {
  const call = await serving.serve(source);
  expect(runner.instances()).toBe(0);
  const gate = join(serving.workbench.root, "burst");
  const burst = Array.from({ length: 4 * limit }, () => call(gate));
  await until(() => runner.instances() === limit && runner.waiting() === 3 * limit);
  writeFileSync(`${gate}.go`, "");
  const pids = new Set((await Promise.all(burst)).map(resultOf));
  expect(pids.size).toBe(limit);
  for (const pid of pids) expect(existsSync(`${gate}.${pid}.begun`)).toBe(true);
  await until(() => runner.instances() === 0);
  expect(pids).not.toContain(resultOf(await call("pid")));
});

test("a process that dies in the middle of a call fails that call only, also when others wait", async () => {
  const call = await serving.serve(source);
  const calls = Array.from({ length: 12 }, (_, index) => call(index % 4 === 1 ? "die" : "pid"));
  const answers = await Promise.all(calls);
  expect(answers.map(({ ok }) => ok)).toEqual(calls.map((_, index) => index % 4 !== 1));
  for (const answer of answers.filter(({ ok }) => !ok)) expect(errorOf(answer).message).toContain("its process was killed by SIGKILL");
});

test("calls that come one after another are answered by one instance", async () => {
  const call = await patient.serve(source);
  const first = resultOf(await call("pid"));
  for (let left = 5; left > 0; left--) expect(resultOf(await call("pid"))).toBe(first);
});
