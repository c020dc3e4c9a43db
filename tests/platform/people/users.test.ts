import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test("users are made by the admin only, once", async () => {
  const create = (key: string, username: string) => send(platform, "POST", "/v1/users", { key, body: { username } });
  expect((await create(platform.apiKey, "third")).status).toBe(403);
  expect((await create(platform.adminKey, "third")).json).toMatchObject({ username: "third", resource_type: "user" });
  expect((await create(platform.adminKey, "THIRD")).json.error.code).toBe(3003);
  expect((await create(platform.adminKey, "a b")).json.error.code).toBe(6001);
  expect((await send(platform, "GET", "/v1/data", { key: platform.adminKey })).status).toBe(403);
});
