import { javascript } from "../../builds/workbench";
import { errorOf, resultOf, Serving } from "../serving";

const serving = new Serving();
afterAll(() => serving.close());
const serve = (source: string, file = "src/hello.js") => {
  const files = javascript(source);
  delete files["src/hello.js"];
  return serving.serve({ ...files, [file]: source });
};

test("answers with text for a string, base64 for bytes, and JSON for everything else", async () => {
  const call = await serve("exports.apply = (input, cb) => cb(null, input);");
  expect(await call("Ada")).toMatchObject({ ok: true, contentType: "text", result: "Ada", stdout: "" });
  expect(await call(Buffer.from([0, 255, 10]))).toMatchObject({ ok: true, contentType: "binary", result: "AP8K" });
  expect(await call({ a: [1, "é\u2028", null] })).toMatchObject({ ok: true, contentType: "json", result: { a: [1, "é\u2028", null] } });
  expect(await call(null)).toMatchObject({ ok: true, contentType: "json", result: null });
});

test("bytes arrive as a Buffer, text as a string, JSON parsed", async () => {
  const call = await serve("exports.apply = (input, cb) => cb(null, Buffer.isBuffer(input) ? 'bytes' : typeof input);");
  expect(resultOf(await call(Buffer.from("x")))).toBe("bytes");
  expect(resultOf(await call("x"))).toBe("string");
  expect(resultOf(await call({}))).toBe("object");
});

test("carries ten megabytes both ways", async () => {
  const call = await serve("exports.apply = async (input) => input;");
  const text = "0123456789".repeat(1024 * 1024);
  expect(resultOf(await call(text))).toBe(text);
});

test.each([
  ["calls back", "exports.apply = function (input, cb) { setImmediate(() => cb(null, input + 1)); };"],
  ["calls back from an async function", "exports.apply = async (input, cb) => { await null; cb(null, input + 1); };"],
  ["returns a promise", "exports.apply = (input) => Promise.resolve(input + 1);"],
  ["is async and names the callback", "exports.apply = async (input, cb) => input + 1;"],
  ["returns its result", "exports.apply = (input) => input + 1;"],
  ["is the module itself", "module.exports = (input, cb) => cb(null, input + 1);"],
  ["declares no global and is sloppy", "answer = 1;\nexports.apply = (input, cb) => cb(null, input + answer);"],
])("an apply that %s answers", async (_, source) => {
  expect(resultOf(await (await serve(source))(41))).toBe(42);
});

test.each([
  ["an export named apply", "await null;\nexport const apply = async (input) => input + 1;"],
  ["a default export", "export default (input, cb) => cb(null, input + 1);"],
])("an ES module answers by %s", async (_, source) => {
  expect(resultOf(await (await serve(source, "src/hello.mjs"))(41))).toBe(42);
});

test("what is thrown, rejected or called back with is an error with its message, type and the algorithm's own stack trace", async () => {
  const call = await serve(`
class Wrong extends Error { name = "Wrong"; error_type = "InputError"; }
exports.apply = (input, cb) => {
  if (input === "throw") throw new Wrong("not this");
  if (input === "reject") return Promise.reject(new RangeError("too far"));
  if (input === "odd") return cb(Object.assign(new Error("odd"), { error_type: "SomethingElse" }));
  cb(input);
};
`);
  const error = errorOf(await call("throw"));
  expect(error).toMatchObject({ message: "not this", error_type: "InputError" });
  expect(error.stacktrace).toMatch(/^Wrong: not this\n {4}at exports\.apply \(src\/hello\.js:4:32\)$/);
  expect(errorOf(await call("reject"))).toMatchObject({
    message: "too far",
    error_type: "AlgorithmError",
    stacktrace: expect.stringMatching(/^RangeError: too far\n {4}at .*src\/hello\.js:5/),
  });
  expect(errorOf(await call("odd"))).toMatchObject({ message: "odd", error_type: "AlgorithmError" });
  expect(errorOf(await call("Please provide an array"))).toEqual({ message: "Please provide an array", error_type: "AlgorithmError" });
});

test("a result that JSON cannot carry, or that is too large, is an error and the instance goes on", async () => {
  const call = await serve(`
const circle = {}; circle.circle = circle;
const results = { circle, bigint: 1n, large: "x".repeat(16 << 20), pid: process.pid, nothing: undefined, function: () => {} };
exports.apply = async (input) => results[input];
`);
  const pid = resultOf(await call("pid"));
  for (const name of ["circle", "bigint"]) {
    expect(errorOf(await call(name))).toMatchObject({
      message: expect.stringContaining("cannot be sent as JSON"),
      error_type: "AlgorithmError",
    });
  }
  expect(errorOf(await call("large"))).toMatchObject({ message: expect.stringContaining("at most"), error_type: "TooLargeError" });
  expect(resultOf(await call("nothing"))).toBeNull();
  expect(resultOf(await call("function"))).toBeNull();
  expect(resultOf(await call("pid"))).toBe(pid);
});

test("what a call prints, also from a child process, comes with its own answer and no other", async () => {
  const call = await serve(`
const { spawnSync } = require("node:child_process");
console.log("while loading");
exports.apply = async (input) => {
  console.log("out", input);
  console.error("err", input);
  require("node:fs").writeSync(1, "raw\\n");
  spawnSync("echo", ["child", input], { stdio: "inherit" });
  return input;
};
`);
  for (const word of ["one", "two"]) {
    const { stdout } = await call(word);
    expect(stdout.split("\n").sort().join("|")).toBe(`|child ${word}|err ${word}|out ${word}|raw`);
  }
});

test("what a chatty call prints is kept up to a limit", async () => {
  const call = await serve("exports.apply = async () => { console.log('x'.repeat(5 << 20)); return 1; };");
  const { stdout } = await call("");
  expect(stdout.length).toBeLessThan(1.1 * 1024 * 1024);
  expect(stdout).toMatch(/more bytes were printed\]\n$/);
  expect(resultOf(await call(""))).toBe(1);
});

test("an algorithm that reads its stdin, or closes or replaces its standard streams, is still answered", async () => {
  const call = await serve(`
exports.apply = async (input) => {
  if (input === "read") return require("node:fs").readFileSync(0, "utf8");
  process.stdout.write = () => true;
  process.stderr.end();
  return "closed";
};
`);
  for (const [word, answer] of [
    ["read", ""],
    ["close", "closed"],
    ["read", ""],
  ])
    expect(resultOf(await call(word))).toBe(answer);
});

test("a callback that is called twice gives one answer", async () => {
  const call = await serve("exports.apply = (input, cb) => { cb(null, input); cb(null, 'again'); cb(new Error('late')); };");
  for (const word of ["one", "two"]) expect(resultOf(await call(word))).toBe(word);
});
