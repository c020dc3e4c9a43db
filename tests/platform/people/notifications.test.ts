import { launch, type Platform } from "../../../platform/index";
import { publishedAlgorithm } from "../api/published";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
let published: Awaited<ReturnType<typeof publishedAlgorithm>>;
let broken: { id: string; commit: string };
beforeAll(async () => {
  platform = await launch(
    {},
    scriptedEngines({
      build: async ({ name }) => (name === "broken" ? { succeeded: false, kind: "import", message: "no module" } : { succeeded: true }),
    }),
  );
  published = await publishedAlgorithm(platform, folder, "fine");
  const { id } = await createAlgorithm(platform, "broken");
  broken = { id, commit: await pushChange(platform, folder, "broken", { "src/broken.py": "import nothing\n" }) };
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/broken/builds")).json.results[0]?.status === "failed");
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const mailbox = (query: string, user = "demo", key = platform.apiKey) =>
  send(platform, "GET", `/v1/users/${user}/notifications?${query}`, { key });
const both = "event_types=build_failed,version_published";
const told = () => [
  {
    event_type: "build_failed",
    created_at: expect.stringMatching(/Z$/),
    algorithm_id: broken.id,
    username: "demo",
    algoname: "broken",
    commit_sha: broken.commit,
  },
  {
    event_type: "version_published",
    created_at: expect.stringMatching(/Z$/),
    algorithm_id: published.id,
    username: "demo",
    algoname: "fine",
    semantic_version: "0.1.0",
  },
];

test("SPEC getUserNotifications: failed builds and published versions, newest first, by the types that are wanted", async () => {
  const reply = await mailbox(both);
  expect([reply.status, reply.json]).toEqual([200, told()]);
  expect((await mailbox("event_types=version_published")).json).toEqual(told().slice(1));
  expect((await mailbox(`${both}&limit=1`)).json).toEqual(told().slice(0, 1));
  const [newest] = reply.json;
  expect((await mailbox(`${both}&since=${newest.created_at}`)).json).toEqual([]);
  expect((await mailbox(`${both}&since=2021-01-01T00:00:00.000Z`)).json).toHaveLength(2);
});

test("a user is named by id or name, and the admin reads every mailbox", async () => {
  const { id } = (await admin("GET", "/v1/users/demo")).json;
  expect((await mailbox(both, id)).json).toEqual(told());
  expect((await mailbox(both, "DEMO", platform.adminKey)).json).toEqual(told());
  expect((await mailbox(both, "nobody", platform.adminKey)).json.error.code).toBe(3000);
});

test("members of an organization are told of its algorithms, strangers of nothing", async () => {
  await admin("POST", "/v1/organizations", { org_name: "acme", org_label: "l", org_contact_name: "c", org_email: "c@acme.com" });
  await admin("PUT", "/v1/organizations/acme/members/demo");
  const body = { name: "broken", details: {}, settings: { package_set: "python37" } };
  const { id } = (await send(platform, "POST", "/v1/algorithms/acme", { body })).json;
  await send(platform, "POST", `/v1/algorithms/${id}/compile`);
  const ofAcme = { event_type: "build_failed", username: "acme", algorithm_id: id };
  expect((await mailbox("event_types=build_failed&limit=1")).json).toMatchObject([ofAcme]);
  await admin("DELETE", "/v1/organizations/acme/members/demo");
  expect((await mailbox("event_types=build_failed&limit=1")).json).toMatchObject([{ username: "demo" }]);
});

test("a query that does not fit is 400, another user's mailbox 403", async () => {
  await admin("POST", "/v1/users", { username: "ann" });
  const mute = (await admin("POST", "/v1/users/demo/keys", { permissions: { allow_data: true } })).json.api_key;
  const seen = [
    await mailbox(""),
    await mailbox("event_types=birthdays"),
    await mailbox(`${both}&limit=0`),
    await mailbox(`${both}&limit=101`),
    await mailbox(`${both}&since=yesterday`),
    await mailbox(both, "ann"),
    await mailbox(both, "nobody"),
    await mailbox(both, "demo", mute),
  ];
  expect(seen.map(({ status, json }) => [status, json.error.code])).toEqual([
    [400, 6001],
    [400, 6001],
    [400, 5003],
    [400, 5003],
    [400, 6001],
    [403, 2001],
    [403, 2001],
    [403, 2001],
  ]);
  expect((await send(platform, "GET", `/v1/users/demo/notifications?${both}`, { key: null })).status).toBe(401);
});

test("notifications go with their algorithm", async () => {
  await send(platform, "DELETE", "/v1/algorithms/demo/broken");
  expect((await mailbox(both)).json).toEqual(told().slice(1));
});
