import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";
import { killCommands, startCommand } from "../cli/command";

const folder = temporaryFolder();
let finishBuild = () => {};
const mayFinish = new Promise<void>((resolve) => (finishBuild = resolve));
let platform: Platform;
beforeAll(async () => {
  platform = await launch(
    {},
    scriptedEngines({
      async build() {
        await mayFinish;
        return { succeeded: true };
      },
    }),
  );
});
afterAll(() => platform.close());
afterAll(killCommands);

test("the command serves them", async () => {
  const { platform: started, child, ended } = await startCommand();
  expect((await send(started, "GET", "/platform/metrics", { key: null })).text).toContain("\nalgorithmia_instances 0\n");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

const lines = async () => (await send(platform, "GET", "/platform/metrics", { key: null })).text.split("\n");

test("figures need no key, and count requests by operation, method and status", async () => {
  const first = await send(platform, "GET", "/platform/metrics", { key: null });
  expect([first.status, first.headers["content-type"]]).toEqual([200, expect.stringMatching(/^text\/plain.*version=0\.0\.4/)]);
  await send(platform, "GET", "/v1/data");
  await send(platform, "GET", "/v1/data", { key: "wrong" });
  await send(platform, "GET", "/nowhere");
  const count = (operation: string, status: number, number: number) =>
    `algorithmia_request_duration_seconds_count{operation="${operation}",method="GET",status="${status}"} ${number}`;
  await eventually(async () => (await lines()).includes(count("none", 404, 1)));
  expect(await lines()).toEqual(
    expect.arrayContaining([
      count("getFileOrDirectory", 200, 1),
      count("getFileOrDirectory", 401, 1),
      expect.stringMatching(/^algorithmia_request_duration_seconds_bucket\{le="0\.1",operation="getFileOrDirectory"/),
      expect.stringMatching(/^process_resident_memory_bytes \d{6,}$/),
      "algorithmia_instances 0",
    ]),
  );
});

test("builds that run and calls by outcome are counted, and nothing names an algorithm", async () => {
  await createAlgorithm(platform, "hush");
  await pushChange(platform, folder, "hush", { "src/hush.py": "x = 1\n" });
  await eventually(async () => (await lines()).includes("algorithmia_builds_running 1"));
  finishBuild();
  await eventually(async () => (await lines()).includes("algorithmia_builds_running 0"));
  const { results } = (await send(platform, "GET", `/v1/algorithms/${platform.owner}/hush/builds`)).json;
  const call = await send(platform, "POST", `/v1/algo/${platform.owner}/hush/${results[0].commit_sha}`, {
    body: "1",
    headers: { "content-type": "application/json" },
  });
  expect(call.json).toMatchObject({ result: 1 });
  await eventually(async () => (await lines()).includes('algorithmia_call_duration_seconds_count{outcome="result"} 1'));
  expect((await lines()).join("\n")).not.toMatch(/hush|demo/);
});
