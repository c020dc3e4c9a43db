import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test("reference 2.3: GET /v1/hostedData lists the caller's own collections with who may read them", async () => {
  expect((await send(platform, "GET", "/v1/hostedData")).json).toEqual({ result: [] });
  const lists: [string, string[]][] = [
    ["everyone", ["user://*"]],
    ["algorithms", ["algo://.my/*"]],
    ["owner", []],
  ];
  for (const [name, read] of lists) await send(platform, "POST", "/v1/data/.my", { body: { name, acl: { read } } });
  const { result } = (await send(platform, "GET", "/v1/hostedData")).json;
  const row = (name: string, read_w: boolean, read_a: boolean) => ({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    object_id: expect.stringMatching(/^collec-[0-9a-f-]{36}$/),
    collection_name: name,
    username: "demo",
    acl: { read_w, read_g: false, read_u: true, read_a },
    location: `data://demo/${name}`,
  });
  expect(result).toEqual([row("algorithms", false, true), row("everyone", true, true), row("owner", false, false)]);
});

test("another account sees only its own collections, and a missing key is refused", async () => {
  const asAdmin = (path: string, body: object) => send(platform, "POST", path, { key: platform.adminKey, body });
  await asAdmin("/v1/users", { username: "ann", email: "ann@example.com" });
  const permissions = { allow_data: true };
  const { api_key: key } = (await asAdmin("/v1/users/ann/keys", { key_label: "test", key_type: "AlgorithmKey", permissions })).json;
  expect((await send(platform, "GET", "/v1/hostedData", { key })).json).toEqual({ result: [] });
  expect((await send(platform, "GET", "/v1/hostedData", { key: null })).status).toBe(401);
  expect((await send(platform, "GET", "/v1/hostedData", { key: platform.adminKey })).status).toBe(403);
});
