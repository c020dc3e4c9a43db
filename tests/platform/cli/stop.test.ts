import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { eventually, send, temporaryFolder } from "../api/support";
import { killCommands, runCommand, startCommand } from "./command";

const run = promisify(execFile);
const folder = temporaryFolder();
let number = 0;
const nextFolder = () => join(folder, `data-${++number}`);
afterAll(killCommands);

test("status tells who runs on a data folder and since when, and stop ends it", async () => {
  const data = nextFolder();
  const { child, platform, ended } = await startCommand("--data", data, "--isolation", "none");
  const { version } = JSON.parse(readFileSync(resolve(__dirname, "../../../platform/package.json"), "utf8"));
  const seen = await runCommand("status", "--data", data, "--json");
  expect([seen.code, JSON.parse(seen.out)]).toEqual([
    0,
    {
      running: true,
      dataDir: data,
      pid: child.pid,
      url: platform.url,
      version,
      since: expect.stringMatching(/^\d{4}-.*Z$/),
      isolation: "none",
    },
  ]);
  const text = await runCommand("status", "--data", data);
  expect([text.code, text.out]).toEqual([0, expect.stringMatching(/API +http:[\s\S]*isolation +none\n$/)]);
  expect(text.out).toContain(platform.url);
  expect(text.out).not.toContain(platform.apiKey);

  const stopped = await runCommand("stop", "--data", data);
  expect(stopped).toEqual({ code: 0, out: `The platform on ${data} (process id ${child.pid}) has ended.\n`, err: "" });
  expect(await ended).toBe(0);
  const after = await runCommand("status", "--data", data, "--json");
  expect([after.code, JSON.parse(after.out)]).toEqual([3, { running: false, dataDir: data }]);
});

test("where none runs status and stop exit with 3 and create nothing; the lock of a killed one does not count", async () => {
  const data = nextFolder();
  for (const name of ["status", "stop"]) {
    expect(await runCommand(name, "--data", data)).toEqual({ code: 3, out: `No platform runs on ${data}.\n`, err: "" });
  }
  expect(() => readFileSync(data)).toThrow("ENOENT");
  const { child, ended } = await startCommand("--data", data);
  child.kill("SIGKILL");
  await ended;
  expect((await runCommand("status", "--data", data)).code).toBe(3);
  expect((await runCommand("stop", "--data", data)).code).toBe(3);
});

test("while it drains new requests answer 503, stop says when its time is over, and a second signal cuts", async () => {
  const data = nextFolder();
  // Longer than the commands of this test take: it is the second signal that cuts, not the end of this time.
  const { child, platform, ended, err } = await startCommand("--data", data, "--drain-seconds", "600");
  await send(platform, "POST", "/platform/faults", { key: platform.adminKey, body: { route: "/v1/data", delayMs: 600_000, times: 1 } });
  const held = send(platform, "GET", "/v1/data").then(
    () => "answered",
    () => "cut",
  );
  await eventually(async () => (await send(platform, "GET", "/platform/requests", { key: platform.adminKey })).json.length === 1);

  const late = await runCommand("stop", "--data", data, "--timeout", "0.2");
  expect([late.code, late.err]).toEqual([1, expect.stringContaining(`process id ${child.pid} still runs after 0.2 seconds`)]);
  const refused = await send(platform, "GET", "/v1/data");
  expect([refused.status, refused.headers["retry-after"], refused.json.error.message]).toEqual([503, "1", "The platform is stopping."]);

  const again = await runCommand("stop", "--data", data, "--timeout", "60");
  expect([again.code, await ended]).toEqual([0, 0]);
  expect(await held).toBe("cut");
  expect(err()).toContain("requests cut off");
});

test("status and stop find the folder by the variable that start finds it by", async () => {
  const data = nextFolder();
  const { platform, ended } = await startCommand("--data", data);
  const command = (name: string) =>
    run(process.execPath, [resolve(__dirname, "../../../platform/bin/algorithmia-platform.js"), name], {
      env: { ...process.env, ALGORITHMIA_PLATFORM_DATA: data },
    });
  expect((await command("status")).stdout).toContain(platform.url);
  expect((await command("stop")).stdout).toContain("has ended");
  expect(await ended).toBe(0);
});

test("stop and status need a data folder, and their help shows examples and exit codes", async () => {
  for (const name of ["status", "stop"]) {
    expect((await runCommand(name)).code).toBe(2);
    const help = await runCommand(name, "--help");
    expect([help.code, help.out]).toEqual([0, expect.stringMatching(/Examples:[\s\S]*Exit codes:/)]);
  }
  expect((await runCommand("stop", "--data", "x", "--timeout", "soon")).code).toBe(2);
});
