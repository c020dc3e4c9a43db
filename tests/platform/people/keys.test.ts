import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
let echo: string;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
  await send(platform, "POST", "/v1/data/.my", { body: { name: "kept" } });
  echo = (await createAlgorithm(platform, "echo")).id;
  await pushChange(platform, folder, "echo", { "src/x.py": "" });
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/echo/builds")).json.results[0]?.status === "succeeded");
  await send(platform, "POST", "/v1/algorithms/demo/echo/versions", { body: { settings: { algorithm_callability: "public" } } });
});
afterAll(() => platform.close());

const managing = { allow_algo_management: true };
const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });

test("keys are made by the account itself or the admin, with no more rights than the maker has", async () => {
  const make = (key: string, permissions: object, user = "demo") =>
    send(platform, "POST", `/v1/users/${user}/keys`, { key, body: { key_label: "k", key_type: "AlgorithmKey", permissions } });
  const manager = await make(platform.apiKey, { allow_algo_management: true });
  expect(manager.json).toMatchObject({
    username: "demo",
    owner_name: "demo",
    key_label: "k",
    key_type: "AlgorithmKey",
    api_key: expect.stringMatching(/^sim.{25}$/),
  });
  expect(manager.json.permissions).toEqual({
    allow_data: false,
    allow_data_write: false,
    allow_algo: false,
    allow_web_algo: false,
    algo_acl: [],
    allow_algo_management: true,
  });
  expect(manager.json.api_key_mask).not.toBe(manager.json.api_key);
  expect((await make(manager.json.api_key, { allow_data: true })).json.error.code).toBe(2001);
  const reader = await make(platform.apiKey, { allow_data: true });
  expect((await make(reader.json.api_key, {})).json.error.code).toBe(2001);
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "second" } });
  expect((await make(platform.apiKey, {}, "second")).json.error.code).toBe(2001);
  expect((await make(platform.adminKey, {}, "nobody")).json.error.code).toBe(3000);
  expect((await send(platform, "POST", "/v1/users/demo/keys", { body: { key_type: "AlgorithmKey" } })).json.error.message).toContain(
    "permissions",
  );
});

test("reference 1.2: the list shows kinds, rights and masks, oldest first, and never a key", async () => {
  await admin("POST", "/v1/users", { username: "lister" });
  const made = [];
  for (const label of ["a", "b"])
    made.push((await admin("POST", "/v1/users/lister/keys", { key_label: label, permissions: managing })).json);
  const { api_key: key } = made[0];
  const listed = await send(platform, "GET", "/v1/users/lister/keys", { key });
  expect(listed.json).toEqual(made.map(({ api_key: _, ...shown }) => shown));
  expect(listed.json[0]).toMatchObject({
    key_label: "a",
    key_type: "AlgorithmKey",
    permissions: managing,
    api_key_mask: expect.any(String),
  });
  for (const { api_key } of made) expect(listed.text).not.toContain(api_key.slice(5));
  expect((await admin("GET", "/v1/users/lister/keys")).json).toEqual(listed.json);
  expect((await send(platform, "GET", "/v1/users/demo/keys", { key })).status).toBe(403);
  expect((await admin("GET", "/v1/users/nobody/keys")).json.error.code).toBe(3000);
});

test("reference 1.2: an admin key is made by the admin only, works where the admin key does, and nowhere else", async () => {
  const body = { key_label: "root", key_type: "PlatformAdminKey" };
  expect((await send(platform, "POST", "/v1/users/demo/keys", { body })).json.error.code).toBe(2001);
  const made = await admin("POST", "/v1/users/demo/keys", body);
  expect(made.json).toMatchObject({ key_type: "PlatformAdminKey", username: "demo" });
  expect(made.json).not.toHaveProperty("permissions");
  const { api_key: key } = made.json;
  expect((await send(platform, "GET", "/v1/users/demo", { key })).status).toBe(200);
  for (const path of ["/v1/data/.my", "/v1/algorithms/demo/x"]) expect((await send(platform, "GET", path, { key })).status).toBe(403);
  expect((await send(platform, "POST", "/v1/algo/demo/x", { key, body: "1" })).status).toBe(403);
});

test("a key that programs hold already is taken in by the admin, once", async () => {
  const api_key = `sim${"aB3+/".repeat(5)}`;
  const path = "/v1/admin/users/demo/keys";
  const body = { api_key, key_label: "old", key_type: "AlgorithmKey", permissions: { allow_data: true } };
  expect((await send(platform, "POST", path, { body })).status).toBe(403);
  expect((await send(platform, "GET", "/v1/data/.my", { key: api_key })).status).toBe(401);
  expect((await admin("POST", path, body)).json).toMatchObject({ api_key, key_label: "old", username: "demo" });
  expect((await send(platform, "GET", "/v1/data/.my", { key: api_key })).status).toBe(200);
  expect((await admin("POST", path, body)).json.error.code).toBe(2015);
  expect((await admin("POST", path, { ...body, api_key: "simple" })).json.error.code).toBe(6001);
  expect((await admin("POST", "/v1/admin/users/nobody/keys", body)).json.error.code).toBe(3000);
});

test.each([
  [{ allow_data: true }, { read: 200, write: 403, call: 403, manage: 403 }],
  [{ allow_data_write: true }, { read: 403, write: 403, call: 403, manage: 403 }],
  [
    { allow_data: true, allow_data_write: true },
    { read: 200, write: 200, call: 403, manage: 403 },
  ],
  [{ allow_algo: true }, { read: 403, write: 403, call: 403, manage: 403 }],
  [
    { allow_algo: true, algo_acl: ["algo://*"] },
    { read: 403, write: 403, call: 200, manage: 403 },
  ],
  [
    { allow_algo: true, algo_acl: ["algo://demo/*"] },
    { read: 403, write: 403, call: 200, manage: 403 },
  ],
  [
    { allow_algo: true, algo_acl: ["algo://Demo/Echo/*"] },
    { read: 403, write: 403, call: 200, manage: 403 },
  ],
  [
    { allow_algo: true, algo_acl: ["algo://demo/other", "algo://demo/echo"] },
    { read: 403, write: 403, call: 200, manage: 403 },
  ],
  [
    { allow_algo: true, algo_acl: ["algo://demo/ech/*", "algo://other/*"] },
    { read: 403, write: 403, call: 403, manage: 403 },
  ],
  [
    { algo_acl: ["algo://*"], allow_web_algo: true },
    { read: 403, write: 403, call: 403, manage: 403 },
  ],
  [{ allow_algo_management: true }, { read: 403, write: 403, call: 403, manage: 200 }],
])("reference 1.2: a key with %j may do what it says", async (permissions, expected) => {
  const { api_key: key } = (await send(platform, "POST", "/v1/users/demo/keys", { body: { permissions } })).json;
  const headers = { "content-type": "application/json" };
  const status = async (method: string, path: string) =>
    (await send(platform, method, path, { key, headers, body: method === "GET" ? undefined : "1" })).status;
  expect({
    read: await status("GET", "/v1/data/.my"),
    write: await status("PUT", "/v1/data/.my/kept/f"),
    call: await status("POST", "/v1/algo/demo/echo"),
    manage: await status("GET", "/v1/algorithms/demo/echo"),
  }).toEqual(expected);
  const byId = await status("POST", `/v1/algo/${echo}`);
  expect(byId).toBe(expected.call);
});

test.each(["algo://", "algo://demo", "algo://*/echo", "algo://demo/echo/1.0.0", "demo/echo", "algo://demo/*/*", "algo://../x"])(
  "'%s' is no entry of an algo_acl",
  async (entry) => {
    const permissions = { allow_algo: true, algo_acl: [entry] };
    const { json } = await send(platform, "POST", "/v1/users/demo/keys", { body: { permissions } });
    expect(json.error).toMatchObject({ code: 6001, message: expect.stringContaining("algo_acl") });
  },
);

test("the site of a browser key is recorded, and the keys it makes keep it", async () => {
  const make = async (key: string, permissions: object) =>
    (await send(platform, "POST", "/v1/users/demo/keys", { key, body: { permissions } })).json;
  const site = { ...managing, allow_web_algo: true, referer_host: "example.com" };
  const made = await make(platform.apiKey, site);
  expect(made.permissions).toMatchObject(site);
  expect((await make(made.api_key, { allow_web_algo: true })).error.code).toBe(2001);
  expect((await make(made.api_key, { allow_web_algo: true, referer_host: "example.com" })).api_key).toBeDefined();
});
