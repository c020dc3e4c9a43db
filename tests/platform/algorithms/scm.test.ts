import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, scriptedEngines({}));
});
afterAll(() => platform.close());

const internal = { id: "internal", provider: "internal", default: true, enabled: true, name: "" };

test("reference 5.3: the built-in source code host is the one in the list, for accounts and the admin", async () => {
  for (const key of [platform.apiKey, platform.adminKey]) {
    expect((await send(platform, "GET", "/v1/scms", { key })).json).toEqual({ results: [internal] });
    expect((await send(platform, "GET", "/v1/scms/internal", { key })).json).toEqual(internal);
  }
});

test.each(["oauth", "token"])("reference 5.3: nobody authorizes the built-in host: %s/status is unauthorized", async (kind) => {
  expect((await send(platform, "GET", `/v1/scms/internal/${kind}/status`)).json).toEqual({
    authorization_status: "unauthorized",
    scm_organizations: [],
  });
});

test("SPEC setDefaultScm, revokeScmAuthorization: the built-in host is the default and stays unauthorized; others are not there", async () => {
  const post = (path: string, key = platform.apiKey) => send(platform, "POST", path, { key });
  expect((await post("/v1/admin/scms/internal/default", platform.adminKey)).status).toBe(204);
  expect((await post("/v1/scms/internal/oauth/revoke")).status).toBe(204);
  for (const reply of [await post("/v1/admin/scms/github/default", platform.adminKey), await post("/v1/scms/github/oauth/revoke")])
    expect([reply.status, reply.json.error.code]).toEqual([404, 4009]);
  expect((await post("/v1/admin/scms/internal/default")).status).toBe(403);
});

test.each(["github", "github/oauth/status", "github/token/status"])(
  "reference 5.6: /v1/scms/%s is a host that is not configured",
  async (path) => {
    const { status, json } = await send(platform, "GET", `/v1/scms/${path}`);
    expect([status, json.error]).toMatchObject([404, { code: 4009, message: expect.stringContaining("github") }]);
  },
);

test("reference 5.6: the built-in host takes no webhooks", async () => {
  for (const address of ["demo/any", "00000000-0000-4000-8000-000000000000"]) {
    const { status, json } = await send(platform, "POST", `/v1/algorithms/${address}/scm/webhook`, { key: null, body: {} });
    expect([status, json.error.code]).toEqual([400, 4012]);
  }
});

test("source code hosts are told only to those with a key", async () => {
  for (const key of [null, "wrong"]) expect((await send(platform, "GET", "/v1/scms", { key })).status).toBe(401);
});

test("reference 5.2: an algorithm's repository is connected", async () => {
  const { id } = await createAlgorithm(platform, "connected");
  for (const address of ["demo/connected", id])
    expect((await send(platform, "GET", `/v1/algorithms/${address}/scm/status`)).json).toEqual({ scm_connection_status: "active" });
  expect((await send(platform, "GET", "/v1/algorithms/demo/absent/scm/status")).json).toEqual({ error: "No such algorithm" });
});
