import { type Platform, startPlatform } from "../../../platform/index";
import { allPermissions } from "../../../platform/store/permissions";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await admin("POST", "/v1/users", { username: "ann" });
  await admin("POST", "/v1/users", { username: "bob" });
  for (const org_name of ["acme", "other"])
    await admin("POST", "/v1/organizations", { org_name, org_label: "l", org_contact_name: "c", org_email: "c@acme.com" });
  await admin("PUT", "/v1/organizations/acme/members/demo");
  await admin("PUT", "/v1/organizations/acme/members/ann");
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const keys = "/v1/organizations/acme/keys";
const memberKeys = "/v1/organizations/acme/members/ann/keys";
const list = async () => (await admin("GET", keys)).json;

test("SPEC createKeyForOrganization: a member's key makes one that acts for the organization, in its name alone", async () => {
  const made = await send(platform, "POST", keys, { body: { key_label: "deploy", permissions: allPermissions } });
  expect([made.status, made.json]).toEqual([
    200,
    {
      username: "acme",
      owner_name: "acme",
      key_label: "deploy",
      key_type: "AlgorithmKey",
      permissions: allPermissions,
      api_key_mask: expect.stringMatching(/^sim..\*+$/),
      created_at: expect.stringMatching(/Z$/),
      api_key: expect.stringMatching(/^sim/),
    },
  ]);
  const key = made.json.api_key;
  expect((await send(platform, "POST", "/v1/data/.my", { key, body: { name: "shared" } })).json).toEqual({ result: "data://.my/shared" });
  expect((await send(platform, "GET", "/v1/data/acme/shared")).status).toBe(200);
  expect((await send(platform, "POST", "/v1/data/demo", { key, body: { name: "stolen" } })).status).toBe(403);
  const algorithm = { name: "scored", details: {}, settings: { package_set: "python37" } };
  expect((await send(platform, "POST", "/v1/algorithms/acme", { key, body: algorithm })).status).toBe(201);
  expect((await send(platform, "POST", "/v1/algorithms/demo", { key, body: algorithm })).status).toBe(403);
});

test("SPEC addOrganizationApiKey: a member holds one, until it leaves", async () => {
  const made = await admin("POST", memberKeys, {
    key_type: "AlgorithmKey",
    key_label: "ann's",
    permissions: { ...allPermissions, allow_algo_management: false },
  });
  expect([made.status, made.json]).toMatchObject([201, { username: "ann", owner_name: "acme", key_label: "ann's" }]);
  const key = made.json.api_key;
  const works = async () => (await send(platform, "GET", "/v1/data/acme", { key })).status;
  expect(await works()).toBe(200);
  await admin("DELETE", "/v1/organizations/acme/members/ann");
  expect(await works()).toBe(401);
  await admin("PUT", "/v1/organizations/acme/members/ann");
  expect(await works()).toBe(401);
});

test("a member's key goes with the member's account", async () => {
  await admin("POST", "/v1/users", { username: "cyd" });
  await admin("PUT", "/v1/organizations/acme/members/cyd");
  const { api_key: key } = (
    await admin("POST", "/v1/organizations/acme/members/cyd/keys", { key_type: "AlgorithmKey", permissions: allPermissions })
  ).json;
  expect((await send(platform, "GET", "/v1/data/acme", { key })).status).toBe(200);
  await admin("DELETE", "/v1/users/cyd");
  expect((await send(platform, "GET", "/v1/data/acme", { key })).status).toBe(401);
});

test("SPEC listKeys: the organization's keys and who holds them, without their texts", async () => {
  await admin("POST", memberKeys, { key_type: "AlgorithmKey", key_label: "held", permissions: allPermissions });
  const listed = await list();
  expect(listed.map(({ username, owner_name, key_label }: Record<string, string>) => [username, owner_name, key_label])).toEqual([
    ["acme", "acme", "deploy"],
    ["ann", "acme", "held"],
  ]);
  expect(listed.every((key: object) => !("api_key" in key))).toBe(true);
  expect((await admin("GET", "/v1/users/ann/keys")).json).toEqual([]);
  expect((await admin("GET", "/v1/organizations/nobody/keys")).json.error.code).toBe(3100);
  expect((await send(platform, "GET", keys)).status).toBe(403);
});

test("no key is made for a stranger, beyond the asking key's rights, or of another kind", async () => {
  const before = await list();
  const weak = (await admin("POST", "/v1/users/demo/keys", { permissions: { allow_data: true, allow_algo_management: true } })).json
    .api_key;
  const mute = (await admin("POST", "/v1/users/demo/keys", { permissions: { allow_data: true } })).json.api_key;
  const body = { key_label: "x", permissions: allPermissions };
  const seen = [
    await send(platform, "POST", keys, { key: weak, body }),
    await send(platform, "POST", keys, { key: mute, body: { permissions: { allow_data: true } } }),
    await send(platform, "POST", "/v1/organizations/other/keys", { body }),
    await send(platform, "POST", "/v1/organizations/nobody/keys", { body }),
    await send(platform, "POST", keys, { body: { key_label: "x" } }),
    await send(platform, "POST", keys, { body: "{" }),
    await admin("POST", keys, { key_type: "PlatformAdminKey" }),
    await send(platform, "POST", memberKeys, { body }),
    await admin("POST", memberKeys, { ...body, key_type: "ManagementKey" }),
    await admin("POST", "/v1/organizations/acme/members/bob/keys", { ...body, key_type: "AlgorithmKey" }),
    await admin("POST", "/v1/organizations/acme/members/nobody/keys", { ...body, key_type: "AlgorithmKey" }),
  ];
  expect(seen.map(({ status }) => status)).toEqual([403, 403, 403, 404, 400, 400, 400, 403, 400, 400, 404]);
  expect(await list()).toEqual(before);
});

test("SPEC getUtilityAlgorithms: the organization's algorithms, to its members and the admin", async () => {
  const path = "/v1/organizations/acme/utility-algorithms";
  const scored = [{ id: expect.any(String), algoname: "scored", username: "acme" }];
  expect((await send(platform, "GET", path)).json).toEqual(scored);
  expect((await admin("GET", path)).json).toEqual(scored);
  const { api_key: key } = (await admin("POST", "/v1/users/bob/keys", { permissions: {} })).json;
  expect((await send(platform, "GET", path, { key })).status).toBe(403);
  expect((await send(platform, "GET", path, { key: null })).status).toBe(401);
  expect((await send(platform, "GET", "/v1/organizations/demo/utility-algorithms")).json.error.code).toBe(3100);
});
