import { launch, type Platform } from "../../../platform/index";
import { callWithJson, publishedAlgorithm } from "../api/published";
import { scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const list = async (query = "") =>
  Object.fromEntries(
    (await admin("GET", `/v1/admin/features${query}`)).json.map(({ name, enabled }: { name: string; enabled: boolean }) => [name, enabled]),
  );
const toggle = (name: string, enabled: unknown, query = "") => admin("PUT", `/v1/admin/features/${name}${query}`, { enabled });

test("SPEC featureFlagList: every flag, on until somebody sets it", async () => {
  expect(await list()).toEqual({ usage_metering: true, notifications: true });
});

test("SPEC toggleFeatureFlag: for one account before the one for everybody", async () => {
  await admin("POST", "/v1/users", { username: "ann" });
  const reply = await toggle("notifications", false, "?username=ann");
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect([await list("?username=ANN"), await list("?username=demo"), await list()]).toEqual([
    { usage_metering: true, notifications: false },
    { usage_metering: true, notifications: true },
    { usage_metering: true, notifications: true },
  ]);
  await toggle("notifications", true, "?username=ann");
  await toggle("notifications", false);
  expect([(await list("?username=ann")).notifications, (await list("?username=demo")).notifications]).toEqual([true, false]);
  await toggle("notifications", true);
});

test("a flag and an account that are not there are 404, a toggle that is none is 400, and nothing is set", async () => {
  const seen = [await toggle("teleport", true), await toggle("__proto__", true), await toggle("notifications", false, "?username=nobody")];
  expect(seen.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect((await admin("GET", "/v1/admin/features?username=nobody")).status).toBe(404);
  const malformed = [await toggle("notifications", "no"), await admin("PUT", "/v1/admin/features/notifications", "{")];
  expect(malformed.map(({ status, json }) => [status, json.error.code])).toEqual([
    [400, 6001],
    [400, 2013],
  ]);
  expect((await send(platform, "PUT", "/v1/admin/features/notifications", { body: { enabled: false } })).status).toBe(403);
  expect((await send(platform, "GET", "/v1/admin/features")).status).toBe(403);
  expect(await list()).toEqual({ usage_metering: true, notifications: true });
});

test("usage_metering and notifications do what they say for an account", async () => {
  await toggle("usage_metering", false, "?username=demo");
  await toggle("notifications", false, "?username=demo");
  await publishedAlgorithm(platform, folder, "quiet");
  await callWithJson(platform, "quiet/0.1.0", 1);
  const usage = async () =>
    (await admin("GET", "/v1/admin/usage/users?start_date=2021-01-01&end_date=2100-01-01&page_size=9")).json.results;
  const mailbox = async () => (await send(platform, "GET", "/v1/users/demo/notifications?event_types=version_published")).json;
  expect([await usage(), await mailbox()]).toEqual([[], []]);
  await toggle("usage_metering", true, "?username=demo");
  await toggle("notifications", true, "?username=demo");
  await callWithJson(platform, "quiet/0.1.0", 1);
  await publishedAlgorithm(platform, folder, "loud");
  expect([await usage(), await mailbox()]).toEqual([
    [expect.objectContaining({ caller: "demo", total_calls: "1" })],
    [expect.objectContaining({ algoname: "loud" })],
  ]);
});
