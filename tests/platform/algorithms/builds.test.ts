import { join } from "node:path";
import type { BuildOutcome, BuildRequest } from "../../../platform/engines";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const running: { request: BuildRequest; end: (outcome: BuildOutcome) => void }[] = [];
let held = false;
const engines = scriptedEngines({
  build: (request) => {
    if (!held) return Promise.resolve({ succeeded: true });
    return new Promise((end) => running.push({ request, end }));
  },
});
let platform: Platform;
beforeEach(async () => {
  held = false;
  running.splice(0);
});
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, engines);
});
afterAll(() => platform.close());

const compile = (name: string, body?: unknown) => send(platform, "POST", `/v1/algorithms/demo/${name}/compile`, { body });
const builds = async (name: string) => (await send(platform, "GET", `/v1/algorithms/demo/${name}/builds`)).json.results;

test("compile answers when the head of master is built, and each compile is a new build", async () => {
  await createAlgorithm(platform, "compiled");
  const first = await compile("compiled");
  expect(first.status).toBe(200);
  expect(first.json).toMatchObject({
    version_info: { git_hash: expect.stringMatching(/^[0-9a-f]{40}$/) },
    build: { status: "succeeded", resource_type: "algorithm_build" },
    compilation: { successful: true, output: expect.stringContaining("building") },
  });
  expect(first.json.version_info).not.toHaveProperty("semantic_version");
  const second = await compile("compiled", {});
  expect(second.json.build.build_id).not.toBe(first.json.build.build_id);
  expect(await builds("compiled")).toHaveLength(2);
});

test("compile of an earlier commit builds that commit; of an unknown one it is refused", async () => {
  await createAlgorithm(platform, "older");
  const earlier = await pushChange(platform, folder, "older", { note: "1" });
  await pushChange(platform, folder, "older", { note: "2" });
  expect((await compile("older", { commitSha: earlier })).json.version_info.git_hash).toBe(earlier);
  expect((await compile("older", { commitSha: "f".repeat(40) })).json.error.code).toBe(2015);
  expect((await compile("older", { commitSha: "--upload-pack=x" })).json.error.code).toBe(6001);
});

test("compiles of a commit whose build is under way wait for that one build", async () => {
  await createAlgorithm(platform, "waited");
  held = true;
  const commit = await pushChange(platform, folder, "waited", { note: "1" });
  const answers = [compile("waited"), compile("waited", { commitSha: commit })];
  await eventually(() => running.length === 1);
  const [shown] = await builds("waited");
  expect([shown.status, shown.commit_sha]).toEqual(["in-progress", commit]);
  const logs = await send(platform, "GET", `/v1/algorithms/demo/waited/builds/${shown.build_id}/logs`);
  expect([logs.status, logs.json.error.code]).toEqual([404, 1011]);
  // Both requests must have reached the queue before the build ends, or the later one would rightly start another.
  await eventually(async () => {
    const log = (await send(platform, "GET", "/platform/requests", { key: platform.adminKey })).json;
    return (
      log.filter((entry: { path: string; status: null | number }) => entry.path.endsWith("/waited/compile") && entry.status === null)
        .length === 2
    );
  });
  running[0]!.end({ succeeded: true });
  for (const answer of await Promise.all(answers)) expect(answer.json.build.build_id).toBe(shown.build_id);
  expect(await builds("waited")).toHaveLength(1);
  expect((await send(platform, "GET", `/v1/algorithms/demo/waited/builds/${shown.build_id}/logs`)).json.logs).toContain(
    `building ${commit}`,
  );
});

test("builds of one algorithm run in order, two algorithms at once, never three", async () => {
  for (const name of ["q1", "q2", "q3"]) await createAlgorithm(platform, name);
  held = true;
  const first = await pushChange(platform, folder, "q1", { note: "1" });
  const created = (await send(platform, "GET", "/v1/algorithms/demo/q1/log")).json.commits.at(-1).id;
  const second = compile("q1", { commitSha: created });
  await eventually(async () => (await builds("q1")).length === 2);
  await pushChange(platform, folder, "q2", { note: "1" });
  await pushChange(platform, folder, "q3", { note: "1" });
  await eventually(() => running.length >= 2);
  expect(running.map(({ request }) => request.name)).toEqual(["q1", "q2"]);
  expect(running[0]!.request.commitSha).toBe(first);
  running[0]!.end({ succeeded: true });
  await eventually(() => running.length === 3);
  expect(running[2]!.request).toMatchObject({ name: "q1", commitSha: created });
  for (const { end } of running) end({ succeeded: true });
  await second;
  await eventually(() => running.length === 4);
  running[3]!.end({ succeeded: true });
});

test("a failed build is shown with its log, builds nothing to publish, and the next one works", async () => {
  await createAlgorithm(platform, "broken");
  held = true;
  const answer = compile("broken");
  await eventually(() => running.length === 1);
  running[0]!.end({ succeeded: false, kind: "requirements", message: "no such package" });
  const failed = await answer;
  expect([failed.status, failed.json.compilation.successful, failed.json.build.status]).toEqual([200, false, "failed"]);
  expect(failed.json.compilation.output).toContain("Build failed (requirements): no such package");
  expect((await send(platform, "POST", "/v1/algorithms/demo/broken/versions", { body: {} })).json.error.code).toBe(1010);
  held = false;
  expect((await compile("broken")).json.compilation.successful).toBe(true);
});

test("builds are paged, newest first, and a build of another algorithm is not found", async () => {
  await createAlgorithm(platform, "paged");
  for (let index = 0; index < 3; index++) await compile("paged");
  const page = (await send(platform, "GET", "/v1/algorithms/demo/paged/builds?limit=2")).json;
  expect(page.results).toHaveLength(2);
  const rest = (await send(platform, "GET", page.next_link.slice(platform.url.length))).json;
  expect([rest.results.length, rest.marker, rest.next_link]).toEqual([1, null, null]);
  expect((await send(platform, "GET", "/v1/algorithms/demo/paged/builds?limit=0")).json.error.code).toBe(5003);
  expect((await send(platform, "GET", "/v1/algorithms/demo/paged/builds?marker=x")).json.error.code).toBe(5002);
  const foreign = (await builds("compiled"))[0].build_id;
  expect((await send(platform, "GET", `/v1/algorithms/demo/paged/builds/${foreign}`)).json.error.code).toBe(1010);
});

test("a build that the platform's end cut off runs again at the next start", async () => {
  await createAlgorithm(platform, "resumed");
  held = true;
  await pushChange(platform, folder, "resumed", { note: "1" });
  await eventually(() => running.length === 1);
  const closed = platform.close();
  running[0]!.end({ succeeded: false, kind: "cancelled", message: "the platform stops" });
  await closed;
  held = false;
  platform = await launch({ dataDir: join(folder, "data") }, engines);
  await eventually(async () => (await builds("resumed"))[0].status === "succeeded");
  expect(await builds("resumed")).toHaveLength(1);
});
