import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { cloneAddress, createAlgorithm, git, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
let algorithmId: string;
let second: string;
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, scriptedEngines({}));
  algorithmId = (await createAlgorithm(platform, "logged")).id;
  second = await pushChange(platform, folder, "logged", { "notes.txt": "a" });
  const clone = mkdtempSync(join(folder, "dated-"));
  await git(clone, "clone", "--quiet", cloneAddress(platform, "logged"), ".");
  await git(clone, "commit", "--quiet", "--allow-empty", "--message", "A – dash\n\nAnd a \tbody,\n\nin parts.\n");
  await git(clone, "push", "--quiet", "origin", "HEAD:master");
});
afterAll(() => platform.close());

const log = (query = "") => send(platform, "GET", `/v1/algorithms/demo/logged/log${query}`);
const ids = async (query: string) => (await log(query)).json.commits.length;
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test("reference 5.2: the commit log lists what was pushed, newest first, with whole messages", async () => {
  const { status, json } = await log();
  expect(status).toBe(200);
  expect(json.commits).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{40}$/),
      short_message: "A – dash",
      message: "A – dash\n\nAnd a \tbody,\n\nin parts.",
      author: "Tester",
    },
    { id: second, short_message: "change", message: "change", author: "Tester" },
    { id: expect.any(String), short_message: "Initial commit", message: "Initial commit", author: "Algorithmia" },
  ]);
  expect((await send(platform, "GET", `/v1/algorithms/${algorithmId}/log`)).json).toEqual(json);
});

test("since and until take moments, and days as a whole", async () => {
  const today = new Date().toISOString().slice(0, 10);
  expect(await ids(`?since=${dayFromNow(-1)}&until=${dayFromNow(1)}`)).toBe(3);
  expect(await ids(`?since=${dayFromNow(1)}`)).toBe(0);
  expect(await ids(`?until=${dayFromNow(-2)}`)).toBe(0);
  expect(await ids(`?since=${dayFromNow(-1).slice(0, 10)}&until=${today}`)).toBe(3);
  expect(await ids("?since=2020-01-31T08:00:00+02:00")).toBe(3);
  expect(await ids("?since=2020-01-31T08:00:00-0200&until=")).toBe(3);
});

test.each(["yesterday", "2026-13-40", "--all", "1", "2026-01-01T25:00Z"])("since=%s is refused", async (since) => {
  const { status, json } = await log(`?since=${since}`);
  expect([status, json.error]).toMatchObject([400, { code: 6001, message: expect.stringContaining(since) }]);
});

test("the log is the owner's, and an unknown algorithm has none", async () => {
  expect((await send(platform, "GET", "/v1/algorithms/demo/nothing/log")).json).toEqual({ error: "No such algorithm" });
  expect((await send(platform, "GET", "/v1/algorithms/demo/logged/log", { key: null })).status).toBe(401);
  expect((await send(platform, "GET", "/v1/algorithms/demo/logged/log", { key: platform.adminKey })).status).toBe(403);
});
