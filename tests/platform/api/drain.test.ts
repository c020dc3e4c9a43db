import { createDrain } from "../../../platform/api/drain";
import { createSessions } from "../../../platform/api/sessions";
import { launch } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "./support";

const folder = temporaryFolder();

test("the end waits for a call whose caller did not wait", async () => {
  const drain = createDrain(createSessions());
  let finish = () => {};
  drain.during(new Promise<void>((resolve) => (finish = resolve)));
  let idle = false;
  const ended = drain.idle().then(() => (idle = true));
  await Promise.resolve();
  expect([idle, drain.running()]).toEqual([false, 1]);
  finish();
  await ended;
  expect(drain.running()).toBe(0);
});

test("a running call ends with its answer, and may read data meanwhile while others are refused with 503", async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let key = "";
  const engines = scriptedEngines({
    async call(_version, input, { environment }) {
      key = environment.ALGORITHMIA_API_KEY!;
      await finished;
      return { ok: true, contentType: "json", result: input.data, durationSeconds: 0.001, stdout: "" };
    },
  });
  const platform = await launch({}, engines);
  await createAlgorithm(platform, "slow");
  await pushChange(platform, folder, "slow", { "src/slow.py": "x = 1\n" });
  const builds = () => send(platform, "GET", `/v1/algorithms/${platform.owner}/slow/builds`);
  const build = await eventually(async () =>
    (await builds()).json.results.find(({ status }: { status: string }) => status === "succeeded"),
  );
  const call = send(platform, "POST", `/v1/algo/${platform.owner}/slow/${build.commit_sha}`, {
    body: "1",
    headers: { "content-type": "application/json" },
  });
  await eventually(() => key !== "");

  const closed = platform.close({ drainSeconds: 30 });
  expect((await send(platform, "GET", "/v1/data")).status).toBe(503);
  expect((await send(platform, "GET", "/platform/health", { key: null })).status).toBe(503);
  expect((await send(platform, "GET", "/v1/data", { key })).status).toBe(200);
  finish();
  expect((await call).json).toMatchObject({ result: 1 });
  await closed;
  await expect(send(platform, "GET", "/v1/data")).rejects.toThrow("ECONNREFUSED");
});
