import { existsSync } from "node:fs";
import { isRunning, until } from "../../builds/processes";
import { javascript } from "../../builds/workbench";
import { errorOf, resultOf, Serving } from "../serving";

const serving = new Serving({ instancesPerVersion: 1 });
afterAll(() => serving.close());
const serve = (source: string) => serving.serve(javascript(source));

test("an instance stays warm: what it loaded serves all its calls, and other instances none of it", async () => {
  const source = "let calls = 0;\nexports.apply = async () => [process.pid, ++calls];";
  const [one, other] = [await serve(source), await serve(source)];
  const [pid, first] = resultOf(await one(null)) as number[];
  expect(first).toBe(1);
  expect(resultOf(await one(null))).toEqual([pid, 2]);
  expect(resultOf(await other(null))).toEqual([expect.any(Number), 1]);
});

test("a call that takes too long ends the instance with all that it started, even in an endless loop", async () => {
  const call = await serve(`
const { spawn } = require("node:child_process");
exports.apply = async (input) => {
  if (input === "pids") return [process.pid, spawn("sleep", ["60"], { detached: true, stdio: "ignore" }).pid];
  for (;;) {}
};
`);
  const pids = resultOf(await call("pids")) as number[];
  expect(pids.every(isRunning)).toBe(true);
  expect(errorOf(await call("loop", { timeoutSeconds: 0.3 }))).toMatchObject({
    message: "Failed to run algorithm - may have timed-out or hit out-of-memory error: no answer after 0.3 seconds",
    error_type: "TimeoutError",
  });
  await until(() => !pids.some(isRunning));
  expect(resultOf(await call("pids"))).not.toEqual(pids);
});

test("an error that nothing in the algorithm catches fails the call, and the next one gets a new instance", async () => {
  const call = await serve(`
exports.apply = (input, cb) => {
  if (input === "timer") setTimeout(() => { throw new Error("from a timer"); }, 1);
  else if (input === "rejection") Promise.reject(new Error("nobody waits"));
  else cb(null, process.pid);
};
`);
  const pid = resultOf(await call("pid"));
  expect(errorOf(await call("timer"))).toMatchObject({ message: "from a timer", stacktrace: expect.stringContaining("src/hello.js:3") });
  expect(errorOf(await call("rejection")).message).toBe("nobody waits");
  expect(resultOf(await call("pid"))).not.toBe(pid);
});

test("an algorithm that ends its process gets an error for the call, and a new instance", async () => {
  const call = await serve("exports.apply = async (input) => input === 'exit' ? process.exit(3) : input;");
  expect(errorOf(await call("exit"))).toMatchObject({
    message: expect.stringContaining("exited with code 3"),
    error_type: "AlgorithmError",
  });
  expect(resultOf(await call("on"))).toBe("on");
});

test.each([
  ["throws while it loads", "throw new TypeError('no model');", "no model"],
  ["exports no function", "exports.aply = () => 1;", "src/hello.js exports no function apply(input, callback)"],
  ["requires what is not there", "require('left-behind');", "Cannot find module 'left-behind'"],
])("an algorithm that %s cannot be called, and says why", async (_, source, message) => {
  const error = errorOf(await (await serve(source))("x"));
  expect(error).toMatchObject({ message: expect.stringContaining(message), error_type: "InitializationError" });
});

test("an instance has a home and a temporary folder of its own, removed with it, and starts in its source", async () => {
  const call = await serve(`
const fs = require("node:fs"), os = require("node:os");
exports.apply = async () => {
  for (const folder of [os.homedir(), os.tmpdir()]) fs.writeFileSync(folder + "/mine", "");
  return [os.homedir(), os.tmpdir(), fs.existsSync("src/hello.js"), Object.keys(process.env).filter((name) => /^(NODE_OPTIONS|NODE_PATH|NPM_)/i.test(name))];
};
`);
  const [home, temporary, inSource, strange] = resultOf(await call(null)) as [string, string, boolean, string[]];
  expect(inSource).toBe(true);
  expect(strange).toEqual([]);
  expect(existsSync(home)).toBe(true);
  await call.stop();
  expect([existsSync(home), existsSync(temporary)]).toEqual([false, false]);
});
