import { existsSync } from "node:fs";
import { isRunning, until } from "../builds/processes";
import { errorOf, resultOf, Serving } from "./serving";

const serving = new Serving({ instancesPerVersion: 2 });
afterAll(() => serving.close());

test("an instance keeps what it loaded and is used again", async () => {
  const call = await serving.serve(`
import os
count = 0
def apply(input):
    global count
    count += 1
    return [os.getpid(), count]
`);
  const [pid, count] = resultOf(await call("")) as number[];
  expect(count).toBe(1);
  expect(resultOf(await call(""))).toEqual([pid, 2]);
});

test("calls run at once up to the limit", async () => {
  const call = await serving.serve(`
import os, time
def apply(input):
    time.sleep(0.1)
    return os.getpid()
`);
  const pids = (await Promise.all(Array.from({ length: 6 }, () => call("")))).map(resultOf);
  expect(new Set(pids).size).toBe(2);
});

test("calls beyond the limit wait, and are answered in the order in which they came", async () => {
  const single = new Serving({ instancesPerVersion: 1 });
  try {
    const call = await single.serve(`
count = 0
def apply(input):
    global count
    count += 1
    return [input, count]
`);
    const results = (await Promise.all([1, 2, 3, 4, 5].map((number) => call(number)))).map(resultOf);
    expect(results).toEqual([1, 2, 3, 4, 5].map((number) => [number, number]));
  } finally {
    await single.close();
  }
});

test("a call that takes too long is killed with its children, and the next one gets a fresh instance", async () => {
  const call = await serving.serve(`
import os, subprocess, sys, time
def apply(input):
    if input == "pid":
        return os.getpid()
    daemon = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    print(os.getpid(), daemon.pid, flush=True)
    time.sleep(1000)
`);
  const first = resultOf(await call("pid"));
  const answer = await call("sleep", { timeoutSeconds: 3 });
  expect(errorOf(answer)).toEqual({
    message: "Failed to run algorithm - may have timed-out or hit out-of-memory error: no answer after 3 seconds",
    error_type: "TimeoutError",
  });
  expect(answer.durationSeconds).toBeGreaterThan(2.9);
  expect(answer.durationSeconds).toBeLessThan(900);
  const pids = answer.stdout.trim().split(" ").map(Number);
  expect(pids).toHaveLength(2);
  await until(() => !pids.some(isRunning));
  expect(resultOf(await call("pid"))).not.toBe(first);
});

test("a process that dies gives an error, and the next call a fresh instance", async () => {
  const call = await serving.serve(`
import os
def apply(input):
    if input == "die":
        print("last words", flush=True)
        os.kill(os.getpid(), 9)
    if input == "exit":
        os._exit(7)
    return "alive"
`);
  const answer = await call("die");
  expect(errorOf(answer).message).toContain("its process was killed by SIGKILL");
  expect(answer.stdout).toBe("last words\n");
  expect(errorOf(await call("exit")).message).toContain("its process exited with code 7");
  expect(resultOf(await call(""))).toBe("alive");
});

test("an algorithm that cannot be loaded answers why, and is tried anew by the next call", async () => {
  const call = await serving.serve(`
import os
print("looking for the model")
if not os.path.exists(os.environ["MODEL"]):
    raise FileNotFoundError("no model at " + os.environ["MODEL"])
def apply(input):
    return "loaded"
`);
  const answer = await call("", { environment: { MODEL: "/nowhere" } });
  const error = errorOf(answer);
  expect(error).toMatchObject({ message: "no model at /nowhere", error_type: "InitializationError" });
  expect(error.stacktrace).toMatch(/^Traceback[\s\S]*src\/hello\.py", line 5[\s\S]*FileNotFoundError/);
  expect(error.stacktrace).not.toMatch(/importlib|algorithmia_instance/);
  expect(answer.stdout).toBe("looking for the model\n");
  expect(resultOf(await call("", { environment: { MODEL: "/" } }))).toBe("loaded");
});

test("a module without apply, and one that ends the process while loading, are errors", async () => {
  const without = await serving.serve("x = 1\n");
  expect(errorOf(await without("")).message).toContain("has no function `apply(input)`");
  const ending = await serving.serve("import os\nos._exit(4)\n");
  expect(errorOf(await ending("")).message).toContain("while it was loading, its process exited with code 4");
});

test("loading has its own time limit", async () => {
  const impatient = new Serving({ startTimeoutSeconds: 1 });
  try {
    const call = await impatient.serve("import time\ntime.sleep(1000)\n");
    expect(errorOf(await call(""))).toMatchObject({
      message: expect.stringContaining("not loaded after 1 seconds"),
      error_type: "TimeoutError",
    });
  } finally {
    await impatient.close();
  }
});

test("an instance that is not called ends, and its folder goes with it", async () => {
  const hasty = new Serving({ idleSeconds: 0.1 });
  try {
    const call = await hasty.serve("import os\ndef apply(input):\n    return [os.getpid(), os.environ['HOME']]\n");
    const [pid, home] = resultOf(await call("")) as [number, string];
    await until(() => !isRunning(pid) && !existsSync(home));
  } finally {
    await hasty.close();
  }
});

test("stopping a version ends its instances at once and answers the calls that were running or waiting", async () => {
  const call = await serving.serve("import time\ndef apply(input):\n    time.sleep(1000)\n");
  const calls = [call("1"), call("2"), call("3")];
  await new Promise((resolve) => setImmediate(resolve));
  await call.stop();
  for (const answer of await Promise.all(calls)) expect(errorOf(answer).message).toContain("was stopped");
});

test("an instance that dies while it is idle, or was started with another environment, is replaced", async () => {
  const call = await serving.serve(`
import os
def apply(input):
    return [os.getpid(), os.environ.get("WORD")]
`);
  const pid = async (word: string) => {
    const [number, seen] = resultOf(await call("", { environment: { WORD: word } })) as [number, string];
    expect(seen).toBe(word);
    return number;
  };
  const first = await pid("a");
  expect(await pid("a")).toBe(first);
  process.kill(first, "SIGKILL");
  await until(() => !isRunning(first));
  const second = await pid("a");
  expect(second).not.toBe(first);
  expect(await pid("b")).not.toBe(second);
  await until(() => !isRunning(second));
});

test("a version whose build is gone is an error that says so", async () => {
  const version = { key: "gone", owner: "demo", name: "hello", versionDir: "/nowhere" };
  const answer = await serving.runner.call(version, { contentType: "text", data: "" }, { timeoutSeconds: 1, environment: {} });
  expect(errorOf(answer).message).toMatch(/^demo\/hello has no usable build in \/nowhere .* Compile it again\.$/);
});

test("a runner that was closed starts nothing more", async () => {
  const closed = new Serving();
  const call = await closed.serve("def apply(input):\n    return input\n");
  await closed.close();
  expect(errorOf(await call("")).message).toBe("The platform is stopping.");
});
