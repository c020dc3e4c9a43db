import { join } from "node:path";
import { formsOf, textsBelow } from "../../support/leaks";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = join(folder, "data");
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYSECRETKEY";
let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatformProcess(["--data", dataDir]);
});
afterAll(() => platform.stop());

const at = (id = "", user = "demo") => `/v1/users/${user}/connectors${id && `/${id}`}`;
const body = (more: Record<string, unknown> = {}) => ({
  username: "demo",
  protocol: "s3",
  label: "lab",
  cred_type: "iam",
  cred_data: { access_key_id: "AKIATESTER", secret_access_key: secret },
  ...more,
});
const create = (more?: Record<string, unknown>, key = platform.apiKey) => send(platform, "POST", at(), { key, body: body(more) });
afterEach(async () => {
  for (const { connector_id } of (await send(platform, "GET", at())).json.results) await send(platform, "DELETE", at(connector_id));
});

test("reference 2.7: a connector is created read-only for every path, and no answer holds its credentials", async () => {
  const created = await create();
  const shown = {
    connector_id: "s3+lab",
    username: "demo",
    label: "lab",
    protocol: "s3",
    is_default: false,
    permissions: ["read"],
    path: "*",
    writeable: false,
    cred_type: "iam",
    settings: {},
    created_at: expect.any(String),
    modified_at: expect.any(String),
  };
  expect([created.status, created.json]).toEqual([200, shown]);
  expect((await send(platform, "GET", at())).json).toEqual({ marker: null, next_link: null, results: [shown] });
  for (const id of ["s3+lab", "s3%2Blab"]) expect((await send(platform, "GET", at(id))).json).toEqual(shown);
  expect((await send(platform, "DELETE", at("s3+lab"))).status).toBe(204);
  const gone = await send(platform, "GET", at("s3+lab"));
  expect([gone.status, gone.json.error.code]).toEqual([404, 9100]);
});

test("a change touches what it names, and leaves the address", async () => {
  await create({ settings: { endpoint: "http://127.0.0.1:9", region: "eu-west-1" } });
  const change = (given: unknown) => send(platform, "PUT", at("s3+lab"), { body: given });
  expect((await change({ path: "/models/*", writeable: true })).json).toMatchObject({
    path: "models/*",
    permissions: ["read", "write", "delete"],
    settings: { endpoint: "http://127.0.0.1:9", region: "eu-west-1" },
  });
  const before = (await send(platform, "GET", at("s3+lab"))).json.modified_at;
  expect((await change({ cred_data: { access_key_id: "AKIAOTHER", secret_access_key: "another-secret" } })).json.modified_at).not.toBe(
    before,
  );
  expect((await change({ settings: {} })).json).toMatchObject({ settings: {}, path: "models/*" });
  for (const given of [{ label: "other" }, { protocol: "gs" }, { username: "other" }])
    expect((await change(given)).json.error.code).toBe(6001);
  expect((await send(platform, "PUT", at("s3+nothing"), { body: {} })).json.error.code).toBe(9100);
});

test("each protocol has one default, which its bare name means", async () => {
  await create({ is_default: true });
  expect((await send(platform, "GET", at("s3"))).json.connector_id).toBe("s3+lab");
  const second = await create({ label: "prod", is_default: true });
  expect([second.status, second.json.error.code, second.json.error.message]).toEqual([
    409,
    9101,
    expect.stringContaining("s3+lab is the default"),
  ]);
  await send(platform, "PUT", at("s3+lab"), { body: { is_default: false } });
  expect((await create({ label: "prod", is_default: true })).json.is_default).toBe(true);
  expect((await create({ label: "prod" })).json.error.code).toBe(9101);
  await send(platform, "DELETE", at("s3+prod"));
  const bare = await create({ label: undefined });
  expect(bare.json).toMatchObject({ connector_id: "s3", label: "", is_default: true });
});

test.each([
  [{ protocol: "ftp" }, "protocol: must be"],
  [{ label: "a-b" }, "label: must be letters and digits"],
  [{ cred_type: undefined }, "cred_type: required"],
  [{ cred_type: "sas" }, 'cred_type: s3 takes "iam"'],
  [{ cred_data: undefined }, "cred_data: required"],
  [{ cred_data: { access_key_id: "AKIATESTER" } }, "cred_data.secret_access_key: "],
  [{ cred_data: "no JSON" }, "cred_data: must be an object"],
  [{ settings: { endpoint: "http://user:word@host" } }, "settings.endpoint: must be an http or https address without user"],
  [{ settings: { bucket: "b" } }, "settings: Unrecognized key"],
  [{ label: undefined, is_default: false }, "label: a connector that is not the default needs one"],
  [{ protocol: "azureblob", cred_type: "sas", cred_data: { sas_token: "x", storage_uri: "http://h" } }, "cred_data.container_name: "],
  [{ protocol: "gs", cred_type: "serviceaccount", cred_data: { private_key: "x" } }, "cred_data.email: "],
] as const)("a body with %j is refused", async (more, complaint) => {
  const refused = await create(more);
  expect([refused.status, refused.json.error.message]).toEqual([400, expect.stringContaining(complaint)]);
  expect(refused.text).not.toContain(secret);
});

test("the documentation's other spellings are taken: credentials as JSON text, Google's key file as it is", async () => {
  expect((await create({ cred_data: JSON.stringify(body().cred_data) })).status).toBe(200);
  const keyFile = { type: "service_account", project_id: "p", private_key_id: "i", private_key: "k-e-y", client_email: "robot@p.example" };
  const google = await create({ protocol: "gs", cred_type: "serviceaccount", cred_data: keyFile });
  expect(google.json.settings).toEqual({ project_id: "p", email: "robot@p.example" });
});

test("a body that is no JSON is not quoted", async () => {
  const reply = await send(platform, "POST", at(), { body: `{"cred_data": "${secret}` });
  expect([reply.status, reply.text.includes("wJalr")]).toEqual([400, false]);
});

test("connectors are managed by their account, its organization's members and the admin, with keys that may manage", async () => {
  const admin = (method: string, path: string, given?: unknown) => send(platform, method, path, { key: platform.adminKey, body: given });
  await admin("POST", "/v1/users", { username: "stranger" });
  const { api_key: stranger } = (
    await admin("POST", at("", "stranger").replace("connectors", "keys"), {
      permissions: { allow_algo_management: true, allow_data: true },
    })
  ).json;
  const { api_key: reader } = (await send(platform, "POST", "/v1/users/demo/keys", { body: { permissions: { allow_data: true } } })).json;
  for (const key of [stranger, reader]) expect((await create({}, key)).json.error.code).toBe(2001);
  expect((await create({}, platform.adminKey)).status).toBe(200);
  expect((await send(platform, "GET", "/v1/data/s3+lab://b/k", { key: stranger })).json.error).toMatchObject({
    code: 9100,
    message: expect.stringContaining("you have none"),
  });

  await admin("POST", "/v1/organizations", { org_name: "acme", org_label: "Acme", org_contact_name: "A", org_email: "a@example.com" });
  await admin("PUT", "/v1/organizations/acme/members/demo", {});
  expect(
    (
      await send(platform, "POST", at("", "acme"), {
        body: body({ username: "acme", label: "shared", settings: { endpoint: "http://127.0.0.1:1" } }),
      })
    ).status,
  ).toBe(200);
  // Found for its member, though nothing listens at its endpoint.
  expect((await send(platform, "GET", "/v1/data/s3+shared://b/k")).json.error).toMatchObject({ code: 9115 });
  expect((await send(platform, "GET", "/v1/data/s3+shared://b/k", { key: stranger })).json.error.code).toBe(9100);
});

test("the platform's own environment is lent by the admin only", async () => {
  const environment = { cred_type: "environment", cred_data: undefined };
  expect((await create(environment)).json.error.code).toBe(2001);
  expect((await create(environment, platform.adminKey)).json).toMatchObject({ cred_type: "environment" });
});

test("credentials lie encrypted in the data folder, and read anew after a restart", async () => {
  await create({ settings: { endpoint: "http://127.0.0.1:1" } });
  await send(platform, "GET", "/v1/data/s3+lab://models/k");
  const texts = textsBelow(dataDir).map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(0);
  for (const form of [...formsOf(secret, "demo"), "AKIATESTER"]) expect(texts.filter((text) => text.includes(form))).toEqual([]);
  await platform.stop();
  platform = await startPlatformProcess(["--data", dataDir]);
  expect((await send(platform, "GET", "/v1/data/s3+lab://models/k")).json.error.code).toBe(9115);
});
