import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, type Reply, scriptedEngines, send } from "../api/support";

let platform: Platform;
/** What an algorithm asks while it is loaded. */
let load: (key: string) => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  const engines = scriptedEngines({
    async call(_buildId, _input, { openSeat }) {
      // An instance that is started for this call, and has not taken it yet.
      const seat = openSeat!();
      const result = await load(seat.environment.ALGORITHMIA_API_KEY!);
      seat.close();
      return { ok: true, contentType: "json", result, durationSeconds: 0, stdout: "" };
    },
  });
  platform = await launch({ calls: { depth: 3 } }, engines);
  await createAlgorithm(platform, "loader");
  await send(platform, "POST", "/v1/algorithms/demo/loader/compile");
  const body = { settings: { algorithm_callability: "public" } };
  await send(platform, "POST", "/v1/algorithms/demo/loader/versions", { body });
});
afterAll(() => platform.close());

const call = (key?: string): Promise<Reply> =>
  send(platform, "POST", "/v1/algo/demo/loader", { body: "1", headers: { "content-type": "application/json" }, ...(key && { key }) });

test("while it is loaded an algorithm is its owner, whoever calls, writes nothing and has no session", async () => {
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "ada" } });
  const permissions = { allow_data: true, allow_algo: true, algo_acl: ["algo://*"] };
  const ada = (await send(platform, "POST", "/v1/users/ada/keys", { key: platform.adminKey, body: { permissions } })).json.api_key;
  await send(platform, "POST", "/v1/data/.my", { body: { name: "hidden", acl: { read: [] } } });
  await send(platform, "PUT", "/v1/data/.my/hidden/f", { body: "demo's" });
  load = async (key) => [
    (await send(platform, "GET", "/v1/data/.my/hidden/f", { key })).text,
    (await send(platform, "PUT", "/v1/data/.my/hidden/f", { key, body: "x" })).status,
    (await send(platform, "PUT", "/v1/data/.algo/temp/f", { key, body: "x" })).status,
    (await send(platform, "GET", "/v1/data/.algo/temp", { key })).status,
    (await send(platform, "GET", "/v1/data/.session", { key })).status,
  ];
  expect((await call(ada)).json.result).toEqual(["demo's", 403, 403, 200, 404]);
});

test("an algorithm that calls itself while it is loaded comes to the limit of depth, too", async () => {
  load = async (key) => {
    const { json } = await call(key);
    return json.error?.message ?? json.result;
  };
  expect((await call()).json.result).toMatch(/^Algorithms have called each other 3 deep/);
});

test("the key of an instance that has ended is good for nothing", async () => {
  let known = "";
  load = async (key) => {
    known = key;
  };
  await call();
  expect((await send(platform, "GET", "/v1/data/.my", { key: known })).status).toBe(401);
});
