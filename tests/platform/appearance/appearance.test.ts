import { type Platform, startPlatform } from "../../../platform/index";
import { send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dataDir });
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const open = (path: string) => send(platform, "GET", path, { key: null });
const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

test.each(["favicon", "logo"])(
  "SPEC get, update and delete of the %s: the platform's own until one is put, and kept over a restart",
  async (name) => {
    const path = `/v1/config/${name}`;
    const before = await open(path);
    expect([before.status, before.headers.location]).toEqual([303, `/console/${name}.svg`]);
    const own = await open(before.headers.location!);
    expect([own.status, own.headers["content-type"], own.text]).toEqual([200, "image/svg+xml", expect.stringMatching(/^<svg /)]);
    const put = await admin("POST", path, png);
    expect([put.status, put.text]).toEqual([201, ""]);
    await platform.close();
    platform = await startPlatform({ dataDir });
    const after = await open(path);
    expect([after.status, after.headers["content-type"], after.bytes]).toEqual([200, "image/png", png]);
    for (const _ of [1, 2]) expect((await admin("DELETE", path)).status).toBe(204);
    expect((await open(path)).status).toBe(303);
  },
);

test("an SVG that is put runs no script when it is opened", async () => {
  await admin(
    "POST",
    "/v1/config/logo",
    '<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  const { headers } = await open("/v1/config/logo");
  expect([headers["content-type"], headers["content-security-policy"], headers["x-content-type-options"]]).toEqual([
    "image/svg+xml",
    "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "nosniff",
  ]);
  await admin("DELETE", "/v1/config/logo");
});

test("what is no picture, too large a one, and a user's key change no picture", async () => {
  const refused = [
    await admin("POST", "/v1/config/logo", "<html><svg></svg></html>"),
    await admin("POST", "/v1/config/logo"),
    await admin("POST", "/v1/config/logo", Buffer.concat([png, Buffer.alloc(1024 * 1024)])),
    await send(platform, "POST", "/v1/config/logo", { body: png }),
    await send(platform, "DELETE", "/v1/config/logo"),
    await send(platform, "POST", "/v1/config/favicon", { body: png, key: null }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 413, 403, 403, 401]);
  expect((await open("/v1/config/logo")).status).toBe(303);
});

test("the platform's page shows both, and may load pictures from nowhere else", async () => {
  const page = await open("/");
  expect(page.text).toContain('<link rel="icon" href="/v1/config/favicon">');
  expect(page.text).toContain('<img src="/v1/config/logo" alt="">');
  expect(page.headers["content-security-policy"]).toContain("img-src 'self'");
});

const entries = "/v1/config/frontend";

test("SPEC updateConfigEntry, getConfigEntry, deleteConfigEntry: set, changed, read without a key, removed", async () => {
  const made = await admin("PUT", `${entries}/signup.enabled`, {
    keyname: "signup.enabled",
    value: "no",
    resource_type: "frontendConfigurationEntry",
  });
  const entry = {
    keyname: "signup.enabled",
    value: "no",
    created_at: expect.any(Number),
    updated_at: expect.any(Number),
    resource_type: "frontendConfigurationEntry",
  };
  expect([made.status, made.json]).toEqual([200, entry]);
  const changed = await admin("PUT", `${entries}/signup.enabled`, { value: "yes" });
  expect(changed.json).toMatchObject({ value: "yes", created_at: made.json.created_at });
  expect((await open(`${entries}/signup.enabled`)).json).toEqual(changed.json);
  for (const _ of [1, 2]) expect((await admin("DELETE", `${entries}/signup.enabled`)).status).toBe(204);
  const gone = await open(`${entries}/signup.enabled`);
  expect([gone.status, gone.json.error.code]).toEqual([409, 5004]);
});

test("SPEC getFrontendConfigEntries: by name, in pages that lead to each other, for every key", async () => {
  for (const name of ["page.b", "page.a", "page-c"]) await admin("PUT", `${entries}/${name}`, { value: name });
  const names: string[] = [];
  for (let path = `${entries}?limit=2`; path; ) {
    const { results, next_link } = (await send(platform, "GET", path)).json;
    names.push(...results.map(({ keyname }: { keyname: string }) => keyname));
    path = next_link?.slice(platform.url.length);
  }
  expect(names).toEqual(["page-c", "page.a", "page.b"]);
  expect([(await open(entries)).status, (await send(platform, "GET", `${entries}?limit=0`)).json.error.code]).toEqual([401, 5003]);
});

test("an entry that does not fit, and a user's key, set nothing", async () => {
  const refused: [string, unknown, number, number][] = [
    ["fine", {}, 400, 6001],
    ["fine", { value: 7 }, 400, 6001],
    ["fine", { keyname: "other", value: "x" }, 400, 6001],
    ["fine", "{", 400, 2013],
    ["-x-", { value: "x" }, 400, 6001],
    ["x", { value: "x" }, 400, 6001],
    ["x".repeat(65), { value: "x" }, 400, 6001],
    ["a%20b", { value: "x" }, 400, 6001],
  ];
  for (const [name, body, status, code] of refused) {
    const reply = await admin("PUT", `${entries}/${name}`, body);
    expect([name, body, reply.status, reply.json.error.code]).toEqual([name, body, status, code]);
  }
  expect((await send(platform, "PUT", `${entries}/fine`, { body: { value: "x" } })).status).toBe(403);
  expect((await send(platform, "DELETE", `${entries}/page.a`)).status).toBe(403);
  expect((await open(`${entries}/fine`)).status).toBe(409);
  expect((await open(`${entries}/page.a`)).status).toBe(200);
});
