import { isRunning, until } from "../builds/processes";
import { resultOf, Serving } from "./serving";

const serving = new Serving({ instancesPerVersion: 2, idleSeconds: 0.2 });
afterAll(() => serving.close());

const whoami = `
import os
def apply(input):
    if input == "die":
        os._exit(1)
    return [os.getpid(), os.environ.get("MODE", "")]
`;

test("reserved instances start before any call, answer calls, and stay however long they are idle", async () => {
  const call = await serving.serve(whoami);
  await call.reserve(2);
  expect(serving.runner.instances()).toBe(2);
  const pids = new Set((await Promise.all([call(""), call("")])).map((answer) => (resultOf(answer) as [number])[0]));
  expect(pids.size).toBe(2);
  // Another version's instance that nobody reserved ends meanwhile.
  const other = await serving.serve(whoami);
  const [unreserved] = resultOf(await other("")) as [number];
  expect(pids).not.toContain(unreserved);
  await until(() => !isRunning(unreserved) && serving.runner.instances() === 2);
  expect(pids).toContain((resultOf(await call("")) as [number])[0]);
  await call.reserve(1);
  await until(() => serving.runner.instances() === 1);
  await call.reserve(0);
  await until(() => serving.runner.instances() === 0);
});

test("of two that become idle together the reserved one stays", async () => {
  const call = await serving.serve(whoami);
  await call.reserve(2);
  const pids = (await Promise.all([call(""), call("")])).map((answer) => (resultOf(answer) as [number])[0]);
  await call.reserve(1);
  await until(() => serving.runner.instances() < 2);
  expect(pids).toContain((resultOf(await call("")) as [number])[0]);
  await call.stop();
});

test("one that died is started anew when it is asked for again, and none too many", async () => {
  const call = await serving.serve(whoami);
  await call.reserve(1);
  const [first] = resultOf(await call("")) as [number];
  expect((await call("die")).ok).toBe(false);
  await call.reserve(1);
  await call.reserve(1);
  expect(serving.runner.instances()).toBe(1);
  expect((resultOf(await call("")) as [number])[0]).not.toBe(first);
  await call.stop();
});

test("with another environment they are replaced", async () => {
  const call = await serving.serve(whoami);
  await call.reserve(2, { MODE: "old" });
  await call.reserve(2, { MODE: "new" });
  expect(serving.runner.instances()).toBe(2);
  expect((resultOf(await call("", { environment: { MODE: "new" } })) as [number, string])[1]).toBe("new");
  await call.stop();
});

test("an instance that cannot be loaded rejects, and leaves the place to calls", async () => {
  const call = await serving.serve(`
import os
if "GOOD" not in os.environ:
    raise ValueError("no GOOD")
def apply(input):
    return "loaded"
`);
  await expect(call.reserve(2)).rejects.toThrow("no GOOD");
  expect(serving.runner.instances()).toBe(0);
  const answers = await Promise.all([1, 2, 3].map(() => call("", { environment: { GOOD: "1" } })));
  expect(answers.map(resultOf)).toEqual(["loaded", "loaded", "loaded"]);
});
