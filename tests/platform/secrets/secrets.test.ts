import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = join(folder, "data");
const environments: Record<string, string>[] = [];
const engines = scriptedEngines({
  call: async (_key, input, { environment }) => {
    environments.push(environment);
    return { ok: true, contentType: "json", result: input.data, durationSeconds: 0, stdout: "" };
  },
});
let platform: Platform;
let algorithm: { id: string };
const value = "correct horse battery staple";

beforeAll(async () => {
  platform = await launch({ dataDir }, engines);
  algorithm = await createAlgorithm(platform, "keeper");
});
afterAll(() => platform.close());

const at = (id = "") => `/v1/algorithms/${algorithm.id}/secrets${id && `/${id}`}`;
const body = (more: Record<string, unknown> = {}) => ({
  owner_type: "algorithm",
  owner_id: algorithm.id,
  short_name: "database",
  description: " ",
  secret_key: "DB_PASSWORD",
  secret_value: value,
  ...more,
});
const create = async (more?: Record<string, unknown>) => send(platform, "POST", at(), { body: body(more) });
const clear = async () => {
  for (const { id } of (await send(platform, "GET", at())).json.results) await send(platform, "DELETE", at(id));
};
afterEach(clear);

test("the list of providers is bare, and its first one is taken by clients as it is", async () => {
  const [provider] = (await send(platform, "GET", "/v1/secret-provider")).json;
  expect(provider).toMatchObject({ name: "algorithmia_internal_secret_provider", isDefault: true, interfaceVersion: "1.0" });
  expect((await create({ provider_id: provider.id })).status).toBe(200);
});

test("SPEC setDefaultSecretProvider, checkSecretProviderForJar: the built-in provider is the default and has no plug-in", async () => {
  const [{ id }] = (await send(platform, "GET", "/v1/secret-provider")).json;
  const plugin = (method: string, path: string, key = platform.adminKey) =>
    send(platform, method, `/v1/admin/plugins/secret-provider/${path}`, { key });
  expect((await plugin("POST", `${id}/default`)).status).toBe(204);
  const absent = "00000000-0000-4000-8000-000000000000";
  const seen = [await plugin("GET", id), await plugin("GET", absent), await plugin("POST", `${absent}/default`)];
  expect(seen.map(({ status, json }) => [status, json.error.code])).toEqual([
    [400, 8006],
    [404, 8006],
    [404, 8006],
  ]);
  expect((await plugin("POST", `${id}/default`, platform.apiKey)).status).toBe(403);
});

test("a secret is created, listed, changed and deleted, and no answer ever holds its value", async () => {
  const created = await create();
  expect(created.json).toMatchObject({
    short_name: "database",
    secret_key: "DB_PASSWORD",
    owner_type: "algorithm",
    owner_id: algorithm.id,
    created: expect.any(String),
  });
  const listed = await send(platform, "GET", "/v1/algorithms/demo/keeper/secrets");
  expect(listed.json.results).toEqual([created.json]);
  const changed = await send(platform, "PUT", at(created.json.id), { body: { description: "of the shop", secret_value: `${value}!` } });
  expect(changed.json).toMatchObject({ id: created.json.id, short_name: "database", description: "of the shop" });
  expect(changed.json.modified >= created.json.modified).toBe(true);
  const deleted = await send(platform, "DELETE", at(created.json.id));
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await send(platform, "GET", at())).text).toBe('{"results":[]}');
  for (const { text } of [created, listed, changed]) expect(text).not.toContain("correct");
});

test.each([
  ["a second secret of one key", {}, 8001],
  ["no value", { secret_key: "OTHER", secret_value: undefined }, 8004],
  ["an unknown provider", { secret_key: "OTHER", provider_id: "00000000-0000-4000-8000-000000000000" }, 8006],
  ["a key that is no variable", { secret_key: "db-password" }, 6001],
  ["a value with a NUL", { secret_key: "OTHER", secret_value: "correct\0--bind" }, 6001],
  ["no name", { short_name: undefined }, 6001],
])("%s is refused", async (_, more, code) => {
  await create();
  const reply = await create(more);
  expect(reply.json.error.code).toBe(code);
  expect(reply.text).not.toContain("correct");
});

test("an unknown secret is told from an unknown algorithm", async () => {
  const absent = "00000000-0000-4000-8000-000000000000";
  expect((await send(platform, "PUT", at(absent), { body: {} })).json.error.code).toBe(8008);
  expect((await send(platform, "DELETE", at(absent))).status).toBe(404);
  expect((await send(platform, "GET", `/v1/algorithms/${absent}/secrets`)).text).toBe('{"error":"No such algorithm"}');
});

test("the owner's management key and the admin key may keep secrets, others may not", async () => {
  expect((await send(platform, "POST", at(), { key: platform.adminKey, body: body() })).status).toBe(200);
  expect((await send(platform, "GET", at(), { key: platform.adminKey })).json.results).toHaveLength(1);
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "other" } });
  const permissions = { allow_data: true, allow_algo_management: true };
  const other = await send(platform, "POST", "/v1/users/other/keys", { key: platform.adminKey, body: { permissions } });
  const reader = await send(platform, "POST", "/v1/users/demo/keys", { body: { permissions: { allow_data: true } } });
  for (const key of [other.json.api_key, reader.json.api_key]) expect((await send(platform, "GET", at(), { key })).status).toBe(403);
});

test("the value lies encrypted in the data folder, its key readable by the owner only, and is there after a restart", async () => {
  await create();
  await platform.close();
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("\n");
  expect(bytes).toContain("DB_PASSWORD");
  expect(bytes).not.toContain("correct horse");
  expect(statSync(join(dataDir, "secrets.key")).mode & 0o777).toBe(0o600);
  platform = await launch({ dataDir }, engines);
  await pushChange(platform, folder, "keeper", { note: "1" });
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/keeper/builds")).json.results[0]?.status === "succeeded");
  await send(platform, "POST", "/v1/algorithms/demo/keeper/versions", { body: {} });
  const [{ id }] = (await send(platform, "GET", at())).json.results;
  const call = async () => {
    await send(platform, "POST", "/v1/algo/demo/keeper/0.1.0", { body: "1", headers: { "content-type": "application/json" } });
    return environments.at(-1);
  };
  expect(await call()).toMatchObject({ DB_PASSWORD: value, ALGORITHMIA_API: platform.url });
  await send(platform, "PUT", at(id), { body: { secret_key: "ALGORITHMIA_API", secret_value: "http://elsewhere" } });
  expect(await call()).toMatchObject({ ALGORITHMIA_API: platform.url });
  await send(platform, "DELETE", at(id));
  expect(await call()).not.toHaveProperty("DB_PASSWORD");
});

test("a deleted algorithm takes its secrets with it", async () => {
  const doomed = await createAlgorithm(platform, "doomed");
  await send(platform, "POST", "/v1/algorithms/demo/doomed/secrets", { body: body({ owner_id: doomed.id }) });
  expect((await send(platform, "DELETE", "/v1/algorithms/demo/doomed")).status).toBe(204);
  await createAlgorithm(platform, "doomed");
  expect((await send(platform, "GET", "/v1/algorithms/demo/doomed/secrets")).json.results).toEqual([]);
});

test("the admin reads the secret providers, and each by its id", async () => {
  const [provider] = (await send(platform, "GET", "/v1/secret-provider")).json;
  const asAdmin = (path: string) => send(platform, "GET", `/v1/admin/secret-provider${path}`, { key: platform.adminKey });
  expect((await asAdmin("")).json).toEqual([provider]);
  expect((await asAdmin(`/${provider.id}`)).json).toEqual(provider);
  expect((await asAdmin("/other")).json.error.code).toBe(8006);
  expect((await send(platform, "GET", "/v1/admin/secret-provider")).status).toBe(403);
});
