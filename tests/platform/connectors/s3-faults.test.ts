import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { filesBelow } from "../../support/files-below";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { startUnruly, type Unruly } from "../../support/storage/unruly";
import { eventually, send } from "../api/support";
import { createConnector } from "./connector";

const errorBody = (code: string, message: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

describeWith("versitygw", "an S3 store that refuses", (file) => {
  let platform: RunningPlatform;
  let server: S3Server;
  let proxy: Unruly;
  const connect = (more: Record<string, unknown> = {}) => {
    const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = server;
    const access = { cred_type: "iam", cred_data: { access_key_id, secret_access_key }, settings: { endpoint: proxy.url } };
    return createConnector(platform, { protocol: "s3", writeable: true, ...access, ...more });
  };
  const ask = (method: string, path: string, given?: { body?: unknown; headers?: Record<string, string> }) =>
    send(platform, method, `/v1/data/${path}`, given);

  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startS3(file)]);
    proxy = await startUnruly(server.port);
    await connect({ label: "lab" });
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await platform.stop();
    await proxy.stop();
    await server.stop();
  });

  test.each(["GET", "HEAD", "PUT"])("wrong credentials: %s says so, names the connector and what to do, not the key", async (method) => {
    const label = `wrong${method.toLowerCase()}`;
    const wrong = "an-entirely-wrong-secret";
    await connect({ label, cred_data: { access_key_id: server.accessKeyId, secret_access_key: wrong } });
    const reply = await ask(method, `s3+${label}://models/k`, { body: method === "PUT" ? "x" : undefined });
    const told = method === "HEAD" ? String(reply.headers["x-error-message"]) : reply.json.error.message;
    expect(reply.status).toBe(403);
    if (method !== "HEAD") expect(reply.json.error.code).toBe(9110);
    expect(told).toMatch(new RegExp(`data connector s3\\+${label} .*SignatureDoesNotMatch.*give it new ones`));
    expect(`${told}${JSON.stringify(reply.headers)}`).not.toMatch(/entirely-wrong|AKIA/);
  });

  test("an account that may not: the store's denial is told, also to HEAD", async () => {
    const admin = ["admin", "--access", server.accessKeyId, "--secret", server.secretAccessKey, "--endpoint-url", server.endpoint];
    execFileSync(file, [...admin, "create-user", "--access", "limited", "--secret", "limitedsecret", "--role", "user"], {
      stdio: "ignore",
    });
    await connect({ label: "limited", cred_data: { access_key_id: "limited", secret_access_key: "limitedsecret" } });
    for (const [method, path] of [
      ["GET", "models/k"],
      ["PUT", "models/k"],
      ["GET", "models"],
    ] as const) {
      const reply = await ask(method, `s3+limited://${path}`, { body: method === "PUT" ? "x" : undefined });
      expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
        403,
        9111,
        expect.stringMatching(/s3\+limited .*AccessDenied/),
      ]);
    }
    const head = await ask("HEAD", "s3+limited://models/k");
    expect([head.status, head.headers["x-error-message"]]).toEqual([403, expect.stringMatching(/s3\+limited .*AccessDenied/)]);
  });

  test("a bucket that is missing is told apart from a file that is", async () => {
    for (const method of ["GET", "PUT"]) {
      const reply = await ask(method, "s3+lab://nothing/k", { body: method === "PUT" ? "x" : undefined });
      expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
        404,
        9113,
        expect.stringContaining("s3+lab://nothing/k"),
      ]);
    }
  });

  test("a store that is down is told with its endpoint's refusal; the next try, when it is back, completes", async () => {
    const down = await startUnruly(server.port);
    await connect({ label: "down", settings: { endpoint: down.url } });
    await down.stop();
    const reply = await ask("PUT", "s3+down://models/later", { body: "x" });
    expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
      502,
      9115,
      expect.stringMatching(/s3\+down could not be reached.*ECONNREFUSED/),
    ]);
    await send(platform, "PUT", "/v1/users/demo/connectors/s3+down", { body: { settings: { endpoint: proxy.url } } });
    expect((await ask("PUT", "s3+down://models/later", { body: "x" })).status).toBe(200);
    expect((await ask("DELETE", "s3+down://models/later")).status).toBe(200);
  });

  test("a throttling store is asked again, and when it goes on the client is told when to", async () => {
    const slow = { status: 503, body: errorBody("SlowDown", "Please reduce your request rate.") };
    await ask("PUT", "s3+lab://models/slow", { body: "x" });
    proxy.add({ answer: slow, times: 1 });
    expect((await ask("GET", "s3+lab://models/slow")).text).toBe("x");
    proxy.add({ answer: slow });
    const reply = await ask("GET", "s3+lab://models/slow");
    expect([reply.status, reply.json.error.code, reply.headers["retry-after"]]).toEqual([503, 9114, "2"]);
    expect(reply.json.error.message).toContain("SlowDown: Please reduce your request rate.");
    const put = await ask("PUT", "s3+lab://models/slow", { body: "y" });
    expect([put.status, put.headers["retry-after"]]).toEqual([503, "2"]);
    proxy.clear();
    expect((await ask("DELETE", "s3+lab://models/slow")).status).toBe(200);
  });

  test("clocks that differ are told as that", async () => {
    proxy.add({ answer: { status: 403, body: errorBody("RequestTimeTooSkewed", "The difference is too large.") } });
    const reply = await ask("GET", "s3+lab://models/k");
    expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
      403,
      9112,
      expect.stringContaining("set this machine's clock"),
    ]);
  });

  test("a failure of the store's own is no failure of the platform", async () => {
    proxy.add({ answer: { status: 500, body: errorBody("InternalError", "We encountered an internal error.") } });
    const reply = await ask("PUT", "s3+lab://models/k", { body: "x" });
    expect([reply.status, reply.json.error.code]).toEqual([502, 9117]);
  });

  test.each([
    [500_000, 100_000],
    [4_000_000, 3_000_000],
  ])("a download of %i bytes that the store cuts after %i is cut for the client, who can tell by its length", async (size, cutAfter) => {
    const bytes = randomBytes(size);
    await ask("PUT", "s3+lab://models/long", { body: bytes });
    proxy.add({ method: "GET", cutAnswerAfterBytes: cutAfter });
    await expect(ask("GET", "s3+lab://models/long")).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    proxy.clear();
    expect((await ask("GET", "s3+lab://models/long")).bytes.equals(bytes)).toBe(true);
    const middle = await ask("GET", "s3+lab://models/long", { headers: { range: `bytes=10-${size - 10}` } });
    expect([middle.status, middle.bytes.equals(bytes.subarray(10, size - 9))]).toEqual([206, true]);
    await ask("DELETE", "s3+lab://models/long");
  });

  test("bytes that are not those of the object's checksum never reach a client as a whole object", async () => {
    for (const size of [1000, 3_000_000]) {
      await ask("PUT", "s3+lab://models/spoilt", { body: randomBytes(size) });
      const stored = openSync(join(server.folder, "models", "spoilt"), "r+");
      writeSync(stored, Buffer.from("spoilt"), 0, 6, size - 6);
      closeSync(stored);
      const got = ask("GET", "s3+lab://models/spoilt");
      if (size > 1000) await expect(got).rejects.toThrow(/aborted/);
      else
        expect(await got).toMatchObject({
          status: 502,
          json: { error: { code: 9117, message: expect.stringMatching(/s3\+lab failed .*checksum/i) } },
        });
    }
    await ask("DELETE", "s3+lab://models/spoilt");
  });

  test("an object that somebody replaces between the look and the write is not overwritten", async () => {
    await ask("PUT", "s3+lab://models/raced", { body: "ours" });
    const { etag = "" } = (await ask("HEAD", "s3+lab://models/raced")).headers;
    await connect({ label: "direct", settings: { endpoint: server.endpoint } });
    proxy.add({
      method: "PUT",
      times: 1,
      before: async () => {
        await ask("PUT", "s3+direct://models/raced", { body: "theirs" });
      },
    });
    expect((await ask("PUT", "s3+lab://models/raced", { body: "new", headers: { "if-match": etag } })).status).toBe(412);
    expect((await ask("GET", "s3+lab://models/raced")).text).toBe("theirs");
    await ask("DELETE", "s3+lab://models/raced");
  });

  test("an upload that is refused while it still comes leaves its connection fit for the next request", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const asked = async (method: string, path: string, body?: Buffer) => {
      const headers = { authorization: platform.apiKey, ...(body && { "content-length": String(body.length) }) };
      const request = httpRequest(`${platform.url}/v1/data/${path}`, { method, headers, agent });
      const answered = once(request, "response") as Promise<[IncomingMessage]>;
      request.end(body);
      const [answer] = await answered;
      return { status: answer.statusCode, text: await text(answer), isReused: request.reusedSocket };
    };
    await ask("PUT", "s3+lab://models/before", { body: "there" });
    proxy.add({ method: "PUT", cutRequestAfterBytes: 100_000 });
    expect(await asked("PUT", "s3+lab://models/half", Buffer.alloc(3_000_000))).toMatchObject({ status: 502 });
    expect(await asked("GET", "s3+lab://models/before")).toEqual({ status: 200, text: "there", isReused: true });
    expect((await ask("HEAD", "s3+lab://models/half")).status).toBe(404);
    agent.destroy();
    await ask("DELETE", "s3+lab://models/before");
  });

  test("bytes that come in small pieces are sent in chunks that S3 takes", async () => {
    const bytes = randomBytes(2_000_000);
    const { hostname, port } = new URL(platform.url);
    const path = "/v1/data/s3+lab://models/pieces";
    const headers = { authorization: platform.apiKey, "content-length": String(bytes.length) };
    const request = httpRequest({ host: hostname, port, method: "PUT", path, headers, agent: false });
    request.setNoDelay(true);
    const answered = once(request, "response");
    // Each piece is on its way before the next is written, so that they arrive apart.
    for (let start = 0; start < bytes.length; start += 5000) {
      await new Promise<void>((done) => request.write(bytes.subarray(start, start + 5000), () => setImmediate(done)));
    }
    request.end();
    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    expect((await ask("GET", "s3+lab://models/pieces")).bytes.equals(bytes)).toBe(true);
    await ask("DELETE", "s3+lab://models/pieces");
  });

  test("large objects go in parts: whole at the end, and nothing of a cut one, its parts included", async () => {
    const bytes = Buffer.alloc(70 * 1024 * 1024, randomBytes(1024 * 1024));
    const put = await ask("PUT", "s3+lab://models/large", { body: bytes });
    expect([put.status, put.headers.etag]).toEqual([200, expect.stringMatching(/^[0-9a-f]{32}-12$/)]);
    const head = await ask("HEAD", "s3+lab://models/large");
    expect([head.headers.etag, head.headers["content-length"]]).toEqual([put.headers.etag, String(bytes.length)]);
    proxy.add({ path: "partNumber=5", answer: { status: 403, body: errorBody("AccessDenied", "Quota used up.") } });
    const refused = await ask("PUT", "s3+lab://models/refused", { body: bytes });
    expect([refused.status, refused.json.error.message]).toEqual([403, expect.stringContaining("Quota used up.")]);
    expect(existsSync(join(server.folder, "models", "refused"))).toBe(false);
    expect(proxy.seen.filter((line) => line.startsWith("DELETE /models/refused?"))).toHaveLength(1);
    await eventually(() => partsLeft(server).length === 0);
    await ask("DELETE", "s3+lab://models/large");
  });
});

/** Files of uploads in parts that were neither ended nor taken back. */
function partsLeft(server: S3Server): string[] {
  const folder = join(server.folder, "models", ".sgwtmp", "multipart");
  return filesBelow(folder).filter((name) => /\/\d+$/.test(name));
}

describeWith("versitygw", "an S3 connector's limits", (file) => {
  let platform: RunningPlatform;
  let server: S3Server;
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startS3(file)]);
    const { accessKeyId: access_key_id, secretAccessKey: secret_access_key, endpoint } = server;
    const access = { protocol: "s3", cred_type: "iam", cred_data: { access_key_id, secret_access_key }, settings: { endpoint } };
    await createConnector(platform, { ...access, label: "all", writeable: true });
    await createConnector(platform, { ...access, label: "reads" });
    await createConnector(platform, { ...access, label: "prod", path: "models/prod/*", writeable: true });
    for (const path of ["prod/a", "test/a"]) await send(platform, "PUT", `/v1/data/s3+all://models/${path}`, { body: path });
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  });

  test("one that only reads neither writes nor deletes", async () => {
    expect((await send(platform, "GET", "/v1/data/s3+reads://models/prod/a")).text).toBe("prod/a");
    for (const method of ["PUT", "DELETE"]) {
      const reply = await send(platform, method, "/v1/data/s3+reads://models/prod/a", { body: "x" });
      expect([reply.status, reply.json.error]).toMatchObject([
        403,
        { code: 9103, message: expect.stringContaining("s3+reads only reads") },
      ]);
    }
  });

  test("one for a prefix reaches nothing beside it, in any method", async () => {
    expect((await send(platform, "GET", "/v1/data/s3+prod://models/prod/a")).text).toBe("prod/a");
    expect((await send(platform, "GET", "/v1/data/s3+prod://models/prod")).json.files).toMatchObject([{ filename: "a" }]);
    for (const path of ["models/test/a", "models", "", "models/test", "models/prodigy", "other/prod/a"]) {
      for (const method of ["GET", "PUT", "DELETE"]) {
        const { status, json } = await send(platform, method, `/v1/data/s3+prod://${path}`, { body: method === "GET" ? undefined : "x" });
        expect([path, status, json.error.code]).toEqual([path, 403, 9104]);
      }
    }
    expect((await send(platform, "GET", "/v1/data/s3+prod://models/prod/../test/a")).status).toBe(400);
  });

  test("a listing comes in pages of a thousand", async () => {
    const names = Array.from({ length: 1003 }, (_, index) => `f${String(index).padStart(4, "0")}`);
    const { mkdirSync, writeFileSync } = await import("node:fs");
    mkdirSync(join(server.folder, "models", "many"));
    for (const name of names) writeFileSync(join(server.folder, "models", "many", name), "");
    const first = (await send(platform, "GET", "/v1/data/s3+all://models/many")).json;
    expect([first.files.length, typeof first.marker]).toEqual([1000, "string"]);
    const second = (await send(platform, "GET", `/v1/data/s3+all://models/many?marker=${first.marker}`)).json;
    expect(second.marker).toBeUndefined();
    expect([...first.files, ...second.files].map(({ filename }: { filename: string }) => filename)).toEqual(names);
  });

  test("buckets are listed, not made", async () => {
    expect((await send(platform, "GET", "/v1/data/s3+all://")).json).toEqual({ folders: [{ name: "models" }] });
    const made = await send(platform, "POST", "/v1/data/s3+all://", { body: { name: "more" } });
    expect([made.status, made.json.error.code]).toEqual([501, 9105]);
  });
});
