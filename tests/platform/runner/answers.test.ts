import { errorOf, JsonText, resultOf, Serving } from "./serving";

const serving = new Serving();
afterAll(() => serving.close());

test("answers with text for a string, base64 for bytes, and JSON for everything else", async () => {
  const call = await serving.serve("def apply(input):\n    return input\n");
  expect(await call("Ada")).toMatchObject({ ok: true, contentType: "text", result: "Ada", stdout: "" });
  expect(await call(Buffer.from([0, 255, 10]))).toMatchObject({ ok: true, contentType: "binary", result: "AP8K" });
  expect(await call({ a: [1, "é", null] })).toMatchObject({ ok: true, contentType: "json", result: { a: [1, "é", null] } });
  expect(await call(null)).toMatchObject({ ok: true, contentType: "json", result: null });
});

test("numbers and names reach the algorithm and its caller as they were written, not as JavaScript would read them", async () => {
  const call = await serving.serve(
    "def apply(input):\n    return input if input else {'mean': 1.0, 'id': 2 ** 63, 'classes': [0.0, 1.0]}\n",
  );
  const json = '{"b":1.0,"2":-0.0,"1":12345678901234567890,"é":0.1000000000000000056}';
  expect(await call(new JsonText(`\r\n ${json.replace(",", "\n,\t")}`))).toMatchObject({
    contentType: "json",
    json: '{"b":1.0,"2":-0.0,"1":12345678901234567890,"é":0.1}',
  });
  expect(await call("")).toMatchObject({ json: '{"mean":1.0,"id":9223372036854775808,"classes":[0.0,1.0]}' });
});

test("half of a character is carried as JSON's escape", async () => {
  const call = await serving.serve("def apply(input):\n    return [input, '\\ud800']\n");
  expect(await call(new JsonText('"\\udfff"'))).toMatchObject({ json: '["\\udfff","\\ud800"]' });
});

test("JSON that Python does not read is an error of the call, and the instance goes on", async () => {
  const call = await serving.serve("import os\ndef apply(input):\n    return os.getpid()\n");
  const pid = resultOf(await call(""));
  expect(errorOf(await call(new JsonText(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)))).toMatchObject({
    message: expect.stringContaining("Python cannot read the input"),
    error_type: "ParsingError",
  });
  expect(resultOf(await call(""))).toBe(pid);
});

test("carries ten megabytes both ways", async () => {
  const call = await serving.serve("def apply(input):\n    return input\n");
  const text = "0123456789".repeat(1024 * 1024);
  expect(resultOf(await call(text))).toBe(text);
});

test("a result that JSON cannot carry, or that is too large, is an error and the instance goes on", async () => {
  const call = await serving.serve(`
import os
def apply(input):
    return {"nan": float("nan"), "object": object(), "large": "x" * (16 << 20), "pid": os.getpid()}[input]
`);
  const pid = resultOf(await call("pid"));
  expect(errorOf(await call("nan"))).toMatchObject({
    message: expect.stringContaining("cannot be sent as JSON"),
    error_type: "AlgorithmError",
  });
  expect(errorOf(await call("object")).message).toContain("object is not JSON serializable");
  expect(errorOf(await call("large"))).toMatchObject({ message: expect.stringContaining("at most"), error_type: "TooLargeError" });
  expect(resultOf(await call("pid"))).toBe(pid);
});

test("an exception becomes an error with its message, type and the algorithm's own stack trace", async () => {
  const call = await serving.serve(`
class Wrong(Exception):
    error_type = "InputError"
class Odd(Exception):
    error_type = "SomethingElse"
def apply(input):
    if input == "exit":
        raise SystemExit(3)
    raise {"wrong": Wrong, "odd": Odd}.get(input, ValueError)("not " + input)
`);
  const error = errorOf(await call("wrong"));
  expect(error).toMatchObject({ message: "not wrong", error_type: "InputError" });
  expect(error.stacktrace).toMatch(/^Traceback[\s\S]*src\/hello\.py", line 9, in apply[\s\S]*Wrong: not wrong/);
  expect(error.stacktrace).not.toContain("algorithmia_instance");
  expect(errorOf(await call("odd"))).toMatchObject({ error_type: "AlgorithmError" });
  expect(errorOf(await call("plain"))).toMatchObject({ message: "not plain", error_type: "AlgorithmError" });
  expect(errorOf(await call("exit")).message).toBe("The algorithm called sys.exit(3).");
});

test("what is no ordinary exception, such as a cancelled task or an interrupt, is an error of the call all the same", async () => {
  const call = await serving.serve(`
import asyncio, os
def apply(input):
    if input == "cancelled": raise asyncio.CancelledError("given up")
    if input == "interrupt": raise KeyboardInterrupt()
    return os.getpid()
`);
  const first = resultOf(await call(""));
  for (const [input, message] of [
    ["cancelled", "given up"],
    ["interrupt", "KeyboardInterrupt"],
  ] as const)
    expect(errorOf(await call(input))).toMatchObject({
      message,
      error_type: "AlgorithmError",
      stacktrace: expect.stringContaining("src/hello.py"),
    });
  expect(resultOf(await call(""))).toBe(first);
  const loading = await serving.serve("raise KeyboardInterrupt()\n");
  expect(errorOf(await loading(""))).toMatchObject({ message: "KeyboardInterrupt", error_type: "InitializationError" });
});

test("what a call prints, also through C or a child process, comes with its own answer and no other", async () => {
  const call = await serving.serve(`
import os, subprocess, sys
print("while loading")
def apply(input):
    print("out", input)
    print("err", input, file=sys.stderr)
    os.write(1, b"raw\\n")
    subprocess.run(["echo", "child", input])
    return input
`);
  for (const word of ["one", "two"]) {
    const { stdout } = await call(word);
    expect(stdout.split("\n").sort().join("|")).toBe(`|child ${word}|err ${word}|out ${word}|raw`);
  }
});

test("what a chatty call prints is kept up to a limit", async () => {
  const call = await serving.serve("def apply(input):\n    print('x' * (5 << 20))\n    return 1\n");
  const { stdout } = await call("");
  expect(stdout.length).toBeLessThan(1.1 * 1024 * 1024);
  expect(stdout).toMatch(/more bytes were printed\]\n$/);
  expect(resultOf(await call(""))).toBe(1);
});

test("an algorithm that closes or reads its standard streams is still answered", async () => {
  const call = await serving.serve(`
import os, sys
def apply(input):
    if input == "read":
        return sys.stdin.read()
    os.close(1)
    sys.stdout.close()
    return "closed"
`);
  expect(resultOf(await call("read"))).toBe("");
  expect(resultOf(await call("close"))).toBe("closed");
  expect(resultOf(await call("read"))).toBe("");
});

test("a copy that the algorithm forks and lets return gives no second answer", async () => {
  const call = await serving.serve("import os\ndef apply(input):\n    os.fork()\n    return input\n");
  for (const word of ["one", "two", "three"]) expect(resultOf(await call(word))).toBe(word);
});
