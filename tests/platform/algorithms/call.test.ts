import type { Answer, Input } from "../../../platform/engines";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, scriptedEngines, send } from "../api/support";

const calls: { key: string; input: Input; timeoutSeconds: number; environment: Record<string, string> }[] = [];
let answer: ((input: Input) => Answer) | undefined;
const ok = (contentType: "text" | "json" | "binary" | "void", result: unknown): Answer => ({
  ok: true,
  contentType,
  result,
  durationSeconds: 0.5,
  stdout: "said\n",
});
let platform: Platform;
let id: string;
let sha: string;

beforeAll(async () => {
  platform = await launch(
    {},
    scriptedEngines({
      call: async (key, input, options) => {
        calls.push({ key, input, ...options });
        return answer ? answer(input) : ok("json", input.data);
      },
    }),
  );
  id = (await createAlgorithm(platform, "Echo")).id;
  await publish("public", "minor");
  sha = (await publish("private", "minor")).version_info.git_hash;
});
beforeEach(() => {
  answer = undefined;
  calls.splice(0);
});
afterAll(() => platform.close());

async function publish(algorithm_callability: string, version_type: string) {
  await send(platform, "POST", "/v1/algorithms/demo/Echo/compile");
  return (
    await send(platform, "POST", "/v1/algorithms/demo/Echo/versions", {
      body: { settings: { algorithm_callability }, version_info: { version_type } },
    })
  ).json;
}

const json = { "content-type": "application/json" };
const call = (
  path: string,
  { body = "1", headers = json, key }: { body?: string | Buffer; headers?: Record<string, string>; key?: string | null } = {},
) => send(platform, "POST", `/v1/algo/${path}`, { body, headers, ...(key !== undefined && { key }) });

test.each([
  "demo/Echo",
  "demo/echo/",
  "DEMO/ECHO/latest",
  "demo/Echo/0.1.0",
  "demo/Echo/0.1",
  "demo/Echo/0.1.x",
  "algo://demo/Echo/0.1.0",
  "algo%3A%2F%2Fdemo%2FEcho%2F0.1.0",
  "/demo/Echo",
])("%s reaches the public version", async (path) => {
  const reply = await call(path);
  expect([reply.status, reply.text]).toEqual([200, '{"result":1,"metadata":{"content_type":"json","duration":0.5}}']);
});

test("the private version is reached by its number, its commit, latestPrivate and the algorithm's id, in the same build", async () => {
  for (const path of ["demo/Echo/0.2.0", `demo/Echo/${sha}`, "demo/Echo/latestPrivate", `${id}/0.2.0`, `${id.toUpperCase()}/${sha}`])
    expect((await call(path)).status).toBe(200);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
});

test.each(["demo/Echo/0.2", "demo/Echo/9.9.9", "demo/absent", "demo/Echo/0.1.0/more", "demo", `demo/Echo/${"0".repeat(40)}`])(
  "%s is not found, as calls say it",
  async (path) => {
    const reply = await call(path);
    expect([reply.status, reply.json]).toEqual([404, { error: { message: `algorithm algo://${path} not found` } }]);
  },
);

test.each([
  ["text/plain; charset=UTF-8", Buffer.from("é"), { contentType: "text", data: "é" }],
  ["application/text", Buffer.from("t"), { contentType: "text", data: "t" }],
  ["application/json", Buffer.from('{"a":[1]}'), { contentType: "json", data: { a: [1] }, json: '{"a":[1]}' }],
  ["application/octet-stream", Buffer.from([0, 255]), { contentType: "binary", data: Buffer.from([0, 255]) }],
])("input as %s arrives as what it is", async (type, body, input) => {
  await call("demo/Echo", { body, headers: { "content-type": type } });
  expect(calls[0]!.input).toEqual(input);
});

test("JSON is passed on as the text that it came as, and a result as the text that the algorithm gave", async () => {
  answer = () => ({ ok: true, contentType: "json", result: [1], json: "[1.0]", durationSeconds: 0.5, stdout: "" });
  const body = '{"id": 12345678901234567890, "share": 1.0}';
  expect((await call("demo/Echo", { body })).text).toBe('{"result":[1.0],"metadata":{"content_type":"json","duration":0.5}}');
  expect(calls[0]!.input).toMatchObject({ json: body });
  const raw = await call("demo/Echo?output=raw", { body });
  expect([raw.text, raw.headers["content-type"]]).toEqual(["[1.0]", "application/json; charset=utf-8"]);
});

test("base64 input is decoded", async () => {
  await call("demo/Echo", { body: "AP8=", headers: { "content-type": "application/octet-stream", "content-encoding": "base64" } });
  expect(calls[0]!.input).toEqual({ contentType: "binary", data: Buffer.from([0, 255]) });
});

test("input without type, of another type, malformed or too large is refused and calls nothing", async () => {
  expect((await call("demo/Echo", { headers: {} })).json.error.message).toBe("missing Content-Type");
  expect((await call("demo/Echo", { headers: { "content-type": "image/png" } })).json.error.message).toBe(
    "unsupported Content-Type 'image/png'",
  );
  expect((await call("demo/Echo", { headers: { "content-type": "((" } })).status).toBe(415);
  expect((await call("demo/Echo", { body: "{" })).status).toBe(400);
  expect((await call("demo/Echo", { body: Buffer.alloc(10 * 1024 * 1024 + 1, "1") })).status).toBe(413);
  expect(calls).toEqual([]);
});

test("an input of exactly ten mebibytes is taken", async () => {
  const body = Buffer.alloc(10 * 1024 * 1024, "x");
  expect((await call("demo/Echo", { body, headers: { "content-type": "text/plain" } })).status).toBe(200);
});

test("an algorithm's own error is a 200 with its message, type and trace, and a 400 as raw output", async () => {
  const error = { message: "boom", stacktrace: "line 1", error_type: "AlgorithmError" };
  answer = () => ({ ok: false, error, durationSeconds: 0.25, stdout: "" });
  expect((await call("demo/Echo")).json).toEqual({ error, metadata: { duration: 0.25 } });
  const raw = await call("demo/Echo?output=raw");
  expect([raw.status, raw.json]).toEqual([400, { error }]);
});

test.each([
  ["text", "plain", "text/plain", Buffer.from("plain")],
  ["json", { a: 1 }, "application/json", Buffer.from('{"a":1}')],
  ["binary", "AP8=", "application/octet-stream", Buffer.from([0, 255])],
  ["void", null, "application/json", Buffer.from("null")],
] as const)("raw output of %s is the bare result", async (contentType, result, type, bytes) => {
  answer = () => ok(contentType, result);
  const reply = await call("demo/Echo/?timeout=300&stdout=false&output=RAW");
  expect([reply.status, reply.bytes.equals(bytes)]).toEqual([200, true]);
  expect(reply.headers["content-type"]).toContain(type);
});

test("void output answers at once with a request id", async () => {
  const reply = await call("demo/Echo?output=void");
  expect(reply.text).toMatch(/^\{"async":"void","request_id":"req-[0-9a-f-]{36}"\}$/);
});

test("stdout is told only when asked for, and only to the owner", async () => {
  expect((await call("demo/Echo?timeout=10&stdout=True")).json.metadata).toEqual({ content_type: "json", duration: 0.5, stdout: "said\n" });
  expect((await call("demo/Echo?stdout=False")).json.metadata).not.toHaveProperty("stdout");
  const key = await strangerKey({ allow_algo: true, algo_acl: ["algo://*"] });
  expect((await call("demo/Echo?stdout=true", { key })).json.metadata).not.toHaveProperty("stdout");
});

test("reference 3.4: timing is told when asked for", async () => {
  const { metadata } = (await call("demo/Echo?timing=1")).json;
  expect(metadata.timing).toEqual({ running: 500, total: expect.any(Number) });
});

test("the timeout is 300 s unless asked for, at most 3000", async () => {
  await call("demo/Echo");
  await call("demo/Echo?timeout=7");
  expect(calls.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([300, 7]);
  for (const timeout of ["0", "-1", "3001", "x"]) expect((await call(`demo/Echo?timeout=${timeout}`)).status).toBe(400);
});

test("the process gets the platform's address and a key that reads the owner's data and writes none", async () => {
  await call("demo/Echo");
  const { ALGORITHMIA_API, ALGORITHMIA_API_KEY: key } = calls[0]!.environment;
  expect(ALGORITHMIA_API).toBe(platform.url);
  await send(platform, "POST", "/v1/data/.my", { body: { name: "models" } });
  await send(platform, "PUT", "/v1/data/.my/models/m", { body: "model" });
  expect((await send(platform, "GET", "/v1/data/demo/models/m", { key })).text).toBe("model");
  expect((await send(platform, "PUT", "/v1/data/demo/models/m", { key, body: "x" })).status).toBe(403);
  expect((await send(platform, "GET", "/v1/algorithms/demo/Echo", { key })).status).toBe(403);
});

test("a call without a key says so in a 200, with a wrong one it is a 401", async () => {
  expect(await call("demo/Echo", { key: null })).toMatchObject({ status: 200, text: '{"error":{"message":"authorization required"}}' });
  expect(await send(platform, "POST", "/v1/algo/demo/Echo", { key: "null", body: "1", headers: json })).toMatchObject({ status: 200 });
  expect(await call("demo/Echo", { key: "simWRONG" })).toMatchObject({ status: 401, json: { error: { code: 2002 } } });
  expect(calls).toEqual([]);
});

test("reference 3.5: by switch, a call without a key is a 401", async () => {
  const strict = await launch({ callWithoutKey: 401 }, scriptedEngines({}));
  const reply = await send(strict, "POST", "/v1/algo/demo/Echo", { key: null, body: "1", headers: json });
  expect([reply.status, reply.json.error]).toEqual([401, expect.objectContaining({ code: 2002, message: "authorization required" })]);
  await strict.close();
});

test("another account calls public versions only, and a key only what its list names", async () => {
  const all = await strangerKey({ allow_algo: true, algo_acl: ["algo://*"] });
  expect((await call("demo/Echo/0.1.0", { key: all })).status).toBe(200);
  for (const path of ["demo/Echo/0.2.0", "demo/Echo/latestPrivate", `demo/Echo/${sha}`])
    expect((await call(path, { key: all })).status).toBe(404);
  const some = await strangerKey({ allow_algo: true, algo_acl: ["algo://demo/other"] });
  expect((await call("demo/Echo", { key: some })).json.error.code).toBe(2001);
  expect((await call("demo/Echo", { key: await strangerKey({ allow_data: true }) })).json.error.code).toBe(2001);
});

async function strangerKey(permissions: object): Promise<string> {
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "stranger" } });
  return (await send(platform, "POST", "/v1/users/stranger/keys", { key: platform.adminKey, body: { permissions } })).json.api_key;
}
