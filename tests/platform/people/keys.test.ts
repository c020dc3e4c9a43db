import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

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
  expect(
    (await send(platform, "POST", "/v1/users/demo/keys", { body: { key_type: "PlatformAdminKey", permissions: {} } })).json.error.message,
  ).toContain("key_type");
});
