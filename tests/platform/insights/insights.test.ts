import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const report = (body: unknown, key: string | null = null) =>
  send(platform, "POST", "/v1/insights", { key, body, headers: { "content-type": "application/json" } });
const list = async (query = "") => (await send(platform, "GET", `/platform/insights${query}`, { key: platform.adminKey })).json;

test("reference 5.4: insights are kept without a key, as clients send them from inside an algorithm", async () => {
  const reply = await report([
    { insight_key: "confidence", insight_value: 0.75 },
    { insight_key: "label", insight_value: "cat" },
  ]);
  expect([reply.status, reply.json]).toEqual([200, { response: "2 insights kept" }]);
  const created_at = expect.stringMatching(/Z$/);
  expect(await list()).toEqual([
    { created_at, account: "", insight_key: "label", insight_value: "cat" },
    { created_at, account: "", insight_key: "confidence", insight_value: 0.75 },
  ]);
});

test("with a key the account is told, and a wrong key is refused", async () => {
  await report([{ insight_key: "who", insight_value: null }], platform.apiKey);
  expect(await list("?limit=1")).toMatchObject([{ account: "demo", insight_key: "who", insight_value: null }]);
  expect((await report([{ insight_key: "x" }], "wrong")).status).toBe(401);
});

test("without a key only JSON is taken, which no web page may send from elsewhere", async () => {
  const body = JSON.stringify([{ insight_key: "forged", insight_value: 1 }]);
  expect((await send(platform, "POST", "/v1/insights", { key: null, body, headers: { "content-type": "text/plain" } })).status).toBe(401);
});

test("what are no insights is 400 and keeps none of them", async () => {
  const before = await list();
  const good = { insight_key: "good", insight_value: 1 };
  for (const body of [
    {},
    [],
    [good, { insight_value: 1 }],
    [good, { insight_key: 7 }],
    [{ insight_key: "x", insight_value: "x".repeat(10_000) }],
    Array(101).fill(good),
    "[",
  ]) {
    expect((await report(body)).status).toBe(400);
  }
  expect(await list()).toEqual(before);
});

test("only the admin reads them", async () => {
  expect((await send(platform, "GET", "/platform/insights")).status).toBe(403);
});
