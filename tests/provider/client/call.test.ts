import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { connect, type Platform } from "../../../provider/client";

const apiKey = "simSecretKeyThatMustNotShow";
const hash = "41d07a55".repeat(5);

let server: Server;
let platform: Platform;
let answer: string;
let seen: { url?: string; type?: string; body: string }[];

beforeEach(async () => {
  seen = [];
  answer = '{"result":8,"metadata":{"content_type":"json","duration":0.25}}';
  server = createServer(async (request, response) => {
    seen.push({ url: request.url, type: request.headers["content-type"], body: await text(request) });
    response.end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  platform = connect({ apiAddress: address, gitAddress: address, apiKey });
});
afterEach(() => {
  platform.close();
  server.close();
});

test.each([
  ["a sample input that is JSON", '{"a": 1}', "application/json", '{"a":1}'],
  ["a sample input that is a text", "Ada", "text/plain", "Ada"],
  ["a JSON text", { json: "Ada" }, "application/json", '"Ada"'],
  ["null", { json: null }, "application/json", "null"],
  ["a text that looks like JSON", { text: "[1]" }, "text/plain", "[1]"],
  ["an empty text", { text: "" }, "text/plain", ""],
  ["bytes", { bytes: Buffer.from("\u0001ab") }, "application/octet-stream", "\u0001ab"],
  ["no bytes", { bytes: Buffer.alloc(0) }, "application/octet-stream", ""],
])("%s is sent as what it is", async (_, input, type, body) => {
  await platform.algorithms.call("acme/digits", "1.3.0", input, 10);
  expect(seen).toEqual([{ url: "/v1/algo/acme/digits/1.3.0?timeout=10", type, body }]);
});

test("a commit is called by its hash, what it prints is asked for, and the platform's longest timeout is kept", async () => {
  answer = '{"result":8,"metadata":{"content_type":"json","duration":0.25,"stdout":"hi\\n"}}';
  const called = await platform.algorithms.call("acme/digits", hash, { json: 1 }, 9999, { stdout: true });
  expect(seen[0]?.url).toBe(`/v1/algo/acme/digits/${hash}?timeout=3000&stdout=true`);
  expect(called).toEqual({ result: 8, metadata: { content_type: "json", duration: 0.25, stdout: "hi\n" } });
});

test("the log of a call that failed is read too", async () => {
  answer = '{"error":{"message":"no","stacktrace":"at x"},"metadata":{"duration":0.1,"stdout":"hi"}}';
  await expect(platform.algorithms.call("acme/digits", hash, "1", 10)).resolves.toEqual({
    error: { message: "no", stacktrace: "at x" },
    metadata: { duration: 0.1, stdout: "hi" },
  });
});

test.each(["true", "null"])("a platform that sends %s as stdout has sent no log", async (stdout) => {
  answer = `{"result":8,"metadata":{"content_type":"json","duration":0.25,"stdout":${stdout}}}`;
  const called = await platform.algorithms.call("acme/digits", hash, "1", 10);
  expect(called).toMatchObject({ result: 8 });
  expect(called.metadata?.stdout).toBeUndefined();
});

test("the key is taken out of whatever the algorithm says", async () => {
  answer = `{"error":{"message":"${apiKey}"},"metadata":{"duration":0.1,"stdout":"key=${Buffer.from(apiKey).toString("base64")}"}}`;
  const called = JSON.stringify(await platform.algorithms.call("acme/digits", hash, "1", 10));
  expect(called).not.toContain(apiKey);
  expect(called).toContain('"stdout":"key=[secret]"');
});
