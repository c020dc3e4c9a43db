import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { connect } from "../../../provider/client";
import { createTransport } from "../../../provider/client/transport";

const apiKey = "simSecretKeyThatMustNotShow";
type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let server: Server;
let answers: Answer[];
let seen: { method?: string; url?: string; authorization?: string; body: Buffer }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(request, response, body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const transport = (key: string | undefined = apiKey) => createTransport({ apiAddress: address(), gitAddress: address(), apiKey: key });
const status =
  (code: number, body = "{}", headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end(body);
const get = { method: "GET", path: "/v1/x", doing: "reading x" } as const;

test("a request carries the key in its header only", async () => {
  answers = [status(200)];
  await transport().send(get);
  expect(seen[0]).toMatchObject({ authorization: `Simple ${apiKey}`, url: "/v1/x" });
});

test("without a key nothing is sent", async () => {
  await expect(createTransport({ apiAddress: address(), gitAddress: address() }).send(get)).rejects.toMatchObject({
    code: "API_KEY_MISSING",
  });
  expect(seen).toHaveLength(0);
});

test("a failing read is tried again, and the fault that stays is told with the server's words", async () => {
  answers = [status(503), status(200)];
  await expect(transport().send(get)).resolves.toMatchObject({ status: 200 });
  answers = [status(500, '{"error":{"message":"disk full"}}', { "Retry-After": "0" })];
  await expect(transport().send(get)).rejects.toMatchObject({ code: "PLATFORM_ERROR", message: expect.stringContaining("disk full") });
  expect(seen).toHaveLength(2 + 4);
});

test("a POST is sent again after a 429, which was turned away, but not after a 500, which may have been done", async () => {
  answers = [status(429, "{}", { "Retry-After": "0" }), status(200)];
  await expect(transport().send({ ...get, method: "POST", json: {} })).resolves.toMatchObject({ status: 200 });
  answers = [status(500)];
  await expect(transport().send({ ...get, method: "POST", json: {} })).rejects.toMatchObject({ code: "PLATFORM_ERROR" });
  expect(seen).toHaveLength(3);
});

test("a cut connection is tried again with a fresh stream", async () => {
  answers = [(request) => void request.socket.destroy(), status(200)];
  let opened = 0;
  const stream = async () => {
    opened += 1;
    return Readable.from([Buffer.from("bytes")]);
  };
  await transport().send({ ...get, method: "PUT", stream });
  expect(opened).toBe(2);
  expect(seen.at(-1)?.body.toString()).toBe("bytes");
});

test("an answer that does not come ends at the deadline", async () => {
  answers = [() => {}];
  await expect(transport().send({ ...get, timeoutSeconds: 0.2 })).rejects.toMatchObject({ code: "PLATFORM_TIMEOUT" });
});

test("a pause that the platform asks for is kept to the second, and one that is too long to wait out is told instead", async () => {
  answers = [status(429, "{}", { "Retry-After": "1" }), status(200)];
  const beganMs = Date.now();
  await transport().send(get);
  expect(Date.now() - beganMs).toBeGreaterThanOrEqual(995);
  answers = [status(503, '{"error":{"message":"closed for an hour"}}', { "Retry-After": "3600" })];
  await expect(transport().send(get)).rejects.toMatchObject({ code: "PLATFORM_ERROR", message: expect.stringContaining("for an hour") });
  expect(seen).toHaveLength(3);
});

test("how long an answer may take is said once for all requests", async () => {
  answers = [() => {}];
  const hasty = createTransport({ apiAddress: address(), gitAddress: address(), apiKey }, { timeoutSeconds: 0.2 });
  await expect(hasty.send(get)).rejects.toMatchObject({ code: "PLATFORM_TIMEOUT", message: expect.stringContaining("0.2 s") });
});

test("lessons 3.2: only Algorithmia's own 404 says that an algorithm is gone; a proxy's is no answer", async () => {
  const platform = connect({ apiAddress: address(), gitAddress: address(), apiKey });
  for (const body of ['{"error":"No such algorithm"}', '{"error":{"code":2001,"message":"gone"}}']) {
    answers = [status(404, body)];
    await expect(platform.algorithms.get("a/b")).resolves.toBeUndefined();
  }
  for (const body of ["", "<html>404</html>", '{"error":"Not Found","statusCode":404}', '{"message":"no route"}']) {
    answers = [status(404, body)];
    await expect(platform.algorithms.get("a/b")).rejects.toMatchObject({ code: "PLATFORM_ANSWER_MALFORMED" });
  }
});

test("a server that is not there is said so, with its address", async () => {
  const gone = createTransport({ apiAddress: "http://127.0.0.1:1", gitAddress: "http://127.0.0.1:1", apiKey });
  await expect(gone.send(get)).rejects.toMatchObject({
    code: "PLATFORM_UNREACHABLE",
    message: expect.stringContaining("http://127.0.0.1:1"),
  });
});

test.each([
  [401, "API_KEY_REJECTED"],
  [403, "NOT_AUTHORIZED"],
  [418, "PLATFORM_ERROR"],
])("status %i becomes %s, and a key that the server echoes is taken out", async (code, name) => {
  answers = [status(code, JSON.stringify({ error: { message: `bad key ${apiKey}` } }))];
  const error = (await transport()
    .send(get)
    .catch((caught: unknown) => caught)) as Error;
  expect(error).toMatchObject({ code: name });
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(apiKey);
});

test("an answer of another shape names the field, and an HTML page is no answer at all", async () => {
  answers = [status(200, '{"id":7}')];
  const platform = connect({ apiAddress: address(), gitAddress: address(), apiKey });
  await expect(platform.algorithms.get("a/b")).rejects.toMatchObject({
    code: "PLATFORM_ANSWER_MALFORMED",
    message: expect.stringContaining("(while reading algorithm a/b): id: expected string, received number."),
  });
  answers = [status(200, "{}")];
  await expect(platform.algorithms.get("a/b")).rejects.toMatchObject({ message: expect.stringContaining("): id is missing.") });
  answers = [status(200, "<html>login</html>")];
  await expect(platform.algorithms.get("a/b")).rejects.toMatchObject({
    code: "PLATFORM_ANSWER_MALFORMED",
    message: expect.stringContaining("): it is no JSON."),
  });
});

test("a redirect is not followed, and the key goes nowhere else", async () => {
  answers = [status(302, "", { Location: "http://127.0.0.1:1/elsewhere" })];
  await expect(transport().send(get)).rejects.toMatchObject({ code: "PLATFORM_ERROR" });
  expect(seen).toHaveLength(1);
});

test("file names are escaped on the way and an ETag in quotes is read", async () => {
  answers = [status(200, "", { "X-Data-Type": "file", ETag: `"${"ab".repeat(16)}"`, "Content-Length": "5" })];
  const platform = connect({ apiAddress: address(), gitAddress: address(), apiKey });
  await expect(platform.data.stat("data://acme/c/a b%#ü.pkl")).resolves.toEqual({ kind: "file", sizeBytes: 5, md5: "ab".repeat(16) });
  expect(seen[0]?.url).toBe("/v1/data/acme/c/a%20b%25%23%C3%BC.pkl");
});
