import { errors } from "../../../platform/api/errors";
import { pathsOf } from "../../../platform/api/route";
import { routes } from "../../../platform/api/routes";
import { type Platform, startPlatform } from "../../../platform/index";
import { eventually, send } from "./support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/data/.my", { body: { name: "c" } });
});
afterAll(() => platform.close());

test.each(["bare", "Simple", "simple", "Bearer"])("the key is taken in its %s form", async (form) => {
  const authorization = form === "bare" ? platform.apiKey : `${form} ${platform.apiKey}`;
  expect((await send(platform, "GET", "/v1/data", { key: null, headers: { authorization } })).status).toBe(200);
});

test.each(["Simple null", "Simple", "", "Simple "])("'%s' counts as no key", async (authorization) => {
  expect((await send(platform, "GET", "/v1/data", { key: null, headers: { authorization } })).json.error).toMatchObject({
    code: 2002,
    message: "authorization required",
  });
});

test.each([
  ["GET", "/v1/registries"],
  ["POST", "/v1/scms/github/token/connect"],
  ["DELETE", "/v1/algo/demo/x"],
  ["PUT", "/v1"],
])("%s %s answers 501 and names itself", async (method, path) => {
  const reply = await send(platform, method, path, { body: "{}" });
  expect([reply.status, reply.json.error]).toMatchObject([501, { code: 5005, message: expect.stringContaining(`${method} ${path}`) }]);
});

test("an address that names the server, as it is sent to a proxy, is the same address", async () => {
  await send(platform, "PUT", "http://platform.example/v1/data/.my/c/through%20a%20proxy", { body: "x" });
  expect((await send(platform, "GET", "HTTP://platform.example:81/v1/data/.my/c/through%20a%20proxy?acl=true")).text).toBe("x");
  expect((await send(platform, "GET", "http://platform.example")).headers["content-type"]).toMatch(/^text\/html/);
});

test.each(["/platform/health", "/", "/v1/scms", "/v1/algorithms/demo/absent", "/v1/config/logo"])(
  "HEAD of %s answers what GET does, without the body",
  async (path) => {
    const [get, head] = await Promise.all([send(platform, "GET", path), send(platform, "HEAD", path)]);
    expect([head.status, head.bytes.length]).toEqual([get.status, 0]);
    expect(head.headers["content-type"]?.split(";")[0]).toBe(get.headers["content-type"]?.split(";")[0]);
    expect(head.headers["x-error-message"] !== undefined).toBe(get.status >= 400);
  },
);

test("every error but those to HEAD has a JSON body, also outside of the API", async () => {
  const replies = await Promise.all([
    send(platform, "GET", "/nowhere"),
    send(platform, "GET", "/v1/data/%FF"),
    send(platform, "GET", "/v1/algorithms/%FF/x"),
    send(platform, "POST", "/v1/data/.my", { body: "{", headers: { "content-type": "application/json" } }),
    send(platform, "POST", "/v1/data/.my", { body: "[]", headers: { "content-type": ";;" } }),
    send(platform, "GET", `/v1/data/.my/c/${"x".repeat(10_000)}`),
  ]);
  for (const reply of replies) {
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.json).toHaveProperty("error");
    expect(reply.headers["content-type"]).toContain("application/json");
  }
});

test("each pair of method and path stands once in the route table", () => {
  const all = routes.flatMap((route) => pathsOf(route).map((path) => `${route.method} ${path}`));
  expect(new Set(all).size).toBe(all.length);
});

test("every entry of the error table has a status that fits and a message", () => {
  for (const { status, message } of Object.values(errors)) {
    expect(status).toBeGreaterThanOrEqual(200);
    expect(message("seen")).not.toBe("");
  }
});

test("health needs no key", async () => {
  expect(await send(platform, "GET", "/platform/health", { key: null })).toMatchObject({ status: 200, json: { status: "ok" } });
});

test("the landing page says what this is and shows no key", async () => {
  for (const path of ["/", "/console"]) {
    const page = await send(platform, "GET", path, { key: null });
    expect(page.text).toContain(platform.url);
    expect(page.text).not.toContain(platform.apiKey);
    expect(page.headers["content-type"]).toContain("text/html");
  }
});

test("the request log holds method, path, status and owner, in order, and can be cleared", async () => {
  await send(platform, "DELETE", "/platform/requests", { key: platform.adminKey });
  await send(platform, "PUT", "/v1/data/.my/c/f?x=secret", { body: "secret" });
  await send(platform, "GET", "/v1/data/.my/c/none");
  await send(platform, "GET", "/v1/data", { key: null });
  const log = await send(platform, "GET", "/platform/requests", { key: platform.adminKey });
  expect(log.json).toEqual([
    { at: expect.any(String), method: "PUT", path: "/v1/data/.my/c/f", status: 200, owner: "demo" },
    { at: expect.any(String), method: "GET", path: "/v1/data/.my/c/none", status: 404, owner: "demo" },
    { at: expect.any(String), method: "GET", path: "/v1/data", status: 401, owner: null },
  ]);
  expect(log.text).not.toMatch(/secret|sim[A-Za-z0-9]{25}/);
  for (const key of [platform.apiKey, null])
    expect((await send(platform, "GET", "/platform/requests", { key })).status).toBeGreaterThan(400);
});

describe("an injected fault", () => {
  const inject = (body: object) => send(platform, "POST", "/platform/faults", { key: platform.adminKey, body });
  afterEach(() => send(platform, "DELETE", "/platform/faults", { key: platform.adminKey }));

  test("answers its status so many times, with Retry-After, on its method and route only", async () => {
    await inject({ method: "PUT", route: "/v1/data/.my/c", status: 503, retryAfterSeconds: 2, times: 2 });
    const put = () => send(platform, "PUT", "/v1/data/.my/c/f", { body: "x" });
    expect((await send(platform, "GET", "/v1/data/.my/c")).status).toBe(200);
    const first = await put();
    expect([first.status, first.headers["retry-after"], first.json.error.code]).toEqual([503, "2", 5001]);
    expect([(await put()).status, (await put()).status]).toEqual([503, 200]);
  });

  test("matches a regular expression", async () => {
    await inject({ route: "^/v1/data/[^/]+/c$", status: 500, times: 1 });
    expect((await send(platform, "GET", "/v1/data/.my/c/f")).status).toBe(200);
    expect((await send(platform, "GET", "/v1/data/.my/c")).status).toBe(500);
    expect((await inject({ route: "^(", times: 1 })).status).toBe(400);
  });

  test("cuts an upload, of which nothing is served", async () => {
    await inject({ method: "PUT", route: "/v1/data", cutRequestAfterBytes: 10_000, times: 1 });
    await expect(send(platform, "PUT", "/v1/data/.my/c/cut", { body: Buffer.alloc(500_000) })).rejects.toThrow(/ECONNRESET|EPIPE|hang up/);
    await eventually(async () => (await send(platform, "GET", "/v1/data/.my/c/cut")).status === 404);
    expect((await send(platform, "PUT", "/v1/data/.my/c/cut", { body: Buffer.alloc(500_000) })).status).toBe(200);
  });

  test("cuts an answer", async () => {
    await send(platform, "PUT", "/v1/data/.my/c/long", { body: Buffer.alloc(500_000) });
    await inject({ method: "GET", route: "/v1/data", cutResponseAfterBytes: 1000, times: 1 });
    await expect(send(platform, "GET", "/v1/data/.my/c/long")).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    expect((await send(platform, "GET", "/v1/data/.my/c/long")).bytes.length).toBe(500_000);
  });

  test("delays", async () => {
    await inject({ route: "/v1/data", delayMs: 150, times: 1 });
    const startedAt = Date.now();
    expect((await send(platform, "GET", "/v1/data")).status).toBe(200);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(149);
  });

  test("is refused when it is not understood, or not sent by the admin", async () => {
    expect((await inject({ route: "/", status: 200 })).status).toBe(400);
    expect((await inject({ route: "/", nonsense: 1 })).status).toBe(400);
    expect((await send(platform, "POST", "/platform/faults", { body: { route: "/", status: 500 } })).status).toBe(403);
  });
});
