import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import Database from "libsql";
import { filesBelow } from "../../support/files-below";
import { createAlgorithm, eventually, pushChange, send, temporaryFolder } from "../api/support";
import { killCommands, runCommand, spawnCommand, startCommand } from "./command";

const folder = temporaryFolder();
let number = 0;
const nextFolder = () => join(folder, `data-${++number}`);

afterAll(killCommands);

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((done) => {
    child.once("exit", (code, by) => done({ code, signal: by }));
    child.kill(signal);
  });
}

test("--json prints exactly one line with the documented fields, logs go to stderr without keys", async () => {
  const { child, platform, out, err } = await startCommand("--owner", "acme");
  expect(Object.keys(platform)).toEqual(["url", "gitUrl", "consoleUrl", "owner", "apiKey", "adminKey", "dataDir"]);
  expect(platform).toMatchObject({
    owner: "acme",
    gitUrl: `${platform.url}/git`,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  expect((await send(platform, "GET", "/v1/data")).json).toEqual({ folders: [{ name: "acme" }] });
  expect(await ended(child, "SIGTERM")).toEqual({ code: 0, signal: null });
  expect(out().trimEnd().split("\n")).toHaveLength(1);
  expect(err()).toContain("platform ready");
  expect(err()).not.toContain(platform.apiKey);
  expect(existsSync(platform.dataDir)).toBe(false);
});

test("without --json it prints the address, the key, what holds algorithms back and the lines to paste; SIGINT ends it with 0", async () => {
  const child = spawnCommand("start", "--isolation", "none", "--memory", "512");
  child.stderr.resume();
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  await eventually(() => out.includes("Ctrl-C"));
  const url = /export ALGORITHMIA_API=(\S+)/.exec(out)![1]!;
  const key = /export ALGORITHMIA_API_KEY=(\S+)/.exec(out)![1]!;
  expect(out).toMatch(/\n {2}isolation {2}none \(asked for\): .*\n {2}limits {5}(512 MiB of memory a process, .*|none \(.*)\n/);
  expect((await send({ url, apiKey: key }, "GET", "/v1/data")).status).toBe(200);
  expect(await ended(child, "SIGINT")).toEqual({ code: 0, signal: null });
});

test("SIGTERM lets an answer that is under way finish", async () => {
  const { child, platform } = await startCommand();
  await send(platform, "POST", "/platform/faults", { key: platform.adminKey, body: { route: "/v1/data", delayMs: 400, times: 1 } });
  const answer = send(platform, "GET", "/v1/data");
  await eventually(async () => (await send(platform, "GET", "/platform/requests", { key: platform.adminKey })).json.length === 1);
  const end = ended(child, "SIGTERM");
  expect((await answer).status).toBe(200);
  expect(await end).toEqual({ code: 0, signal: null });
});

test("after SIGKILL everything acknowledged is there, nothing half-written is, and the keys are the same", async () => {
  const data = nextFolder();
  const first = await startCommand("--data", data);
  const { platform } = first;
  await send(platform, "POST", "/v1/data/.my", { body: { name: "models" } });
  const files = Array.from({ length: 20 }, (_, index) => ({ path: `/v1/data/.my/models/m${index}`, bytes: randomBytes(50_000) }));
  for (const { path, bytes } of files) expect((await send(platform, "PUT", path, { body: bytes })).status).toBe(200);
  await createAlgorithm(platform, "kept");
  const commit = await pushChange(platform, folder, "kept", {
    "src/kept.py": "def apply(input):\n    return input\n",
    "requirements.txt": "",
  });
  const half = httpRequest(`${platform.url}/v1/data/.my/models/half`, {
    method: "PUT",
    headers: { authorization: platform.apiKey, "content-length": 1_000_000 },
  });
  half.on("error", () => {});
  half.write(randomBytes(400_000));
  await eventually(() => blobs(data).some((name) => name.endsWith(".part")));
  expect(await ended(first.child, "SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });

  const second = await startCommand("--data", data);
  expect([second.platform.apiKey, second.platform.adminKey]).toEqual([platform.apiKey, platform.adminKey]);
  for (const { path, bytes } of files) {
    const got = await send(second.platform, "GET", path);
    expect([got.bytes.equals(bytes), got.headers.etag]).toEqual([true, createHash("md5").update(bytes).digest("hex")]);
  }
  expect((await send(second.platform, "GET", "/v1/data/.my/models/half")).status).toBe(404);
  expect((await send(second.platform, "GET", "/v1/data/.my/models")).json.files).toHaveLength(20);
  await eventually(() => blobs(data).length === 20);
  const builds = (await send(second.platform, "GET", "/v1/algorithms/demo/kept/builds")).json.results;
  expect(builds.map((build: { commit_sha: string }) => build.commit_sha)).toEqual([commit]);
  await ended(second.child, "SIGTERM");
});

test("a second start on the same data folder ends with 1 and says who has it, and a stale lock is no obstacle", async () => {
  const data = nextFolder();
  const first = await startCommand("--data", data);
  const second = await runCommand("start", "--data", data);
  expect([second.code, second.out]).toEqual([1, ""]);
  expect(second.err.trim().split("\n")).toEqual([expect.stringContaining(`process id ${first.child.pid}`)]);
  await ended(first.child, "SIGKILL");
  const third = await startCommand("--data", data);
  expect((await ended(third.child, "SIGTERM")).code).toBe(0);
});

test("a port in use and a bad data folder are one clear line and exit 1", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  const taken = await runCommand("start", "--port", String(port));
  server.close();
  expect([taken.code, taken.err]).toEqual([
    1,
    `algorithmia-platform: Port ${port} on 127.0.0.1 is in use. Choose another with --port, or 0 for any free one.\n`,
  ]);
  const file = join(folder, "file");
  writeFileSync(file, "");
  const bad = await runCommand("start", "--data", file);
  expect([bad.code, bad.err.trim().split("\n").length]).toEqual([1, 1]);
  expect(bad.err).toContain(file);
  expect((await runCommand("start", "--owner", "no way")).code).toBe(1);
});

test("a data folder of a newer platform is one clear line and exit 1, and stays as it is for that platform", async () => {
  const data = nextFolder();
  const { child } = await startCommand("--data", data);
  await ended(child, "SIGTERM");
  const database = new Database(join(data, "platform.db"));
  database.exec("PRAGMA user_version = 99");
  database.close();
  const before = readFileSync(join(data, "platform.db"));
  const refused = await runCommand("start", "--data", data);
  expect([refused.code, refused.out, refused.err]).toEqual([
    1,
    "",
    expect.stringMatching(/^algorithmia-platform: The data folder \S+ cannot be used: The data folder has schema version 99, .*\n$/),
  ]);
  expect(readFileSync(join(data, "platform.db")).equals(before)).toBe(true);
  expect((await runCommand("status", "--data", data)).code).toBe(3);
});

test("unknown commands and options are 2, --help is 0 and shows examples", async () => {
  for (const args of [
    ["begin"],
    ["start", "--nonsense"],
    ["start", "--port", "x"],
    ["start", "--port", "70000"],
    ["start", "--instances", "0"],
    ["start", "--queue", "-1"],
    ["start", "--memory", "8"],
    ["start", "--isolation", "some"],
    [],
  ]) {
    const { code, err } = await runCommand(...args);
    expect([args, code, err === ""]).toEqual([args, 2, false]);
  }
  const help = await runCommand("start", "--help");
  expect([help.code, help.out]).toEqual([0, expect.stringContaining("Examples:")]);
  const all = await runCommand("--help");
  expect([all.code, all.out]).toEqual([0, expect.stringMatching(/Commands:[\s\S]*Examples:/)]);
});

test("--version tells the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "../../../platform/package.json"), "utf8"));
  expect(await runCommand("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test("listening beyond this machine is warned about", async () => {
  const { child, platform, err } = await startCommand("--host", "0.0.0.0");
  expect(err()).toContain("can be reached from other machines");
  expect((await send(platform, "GET", "/platform/health")).status).toBe(200);
  await ended(child, "SIGTERM");
});

test("a large upload does not grow the platform's memory", async () => {
  if (!existsSync("/proc/self/status")) return;
  const { child, platform } = await startCommand("--data", nextFolder());
  await send(platform, "POST", "/v1/data/.my", { body: { name: "big" } });
  const chunk = Buffer.alloc(1024 * 1024, 7);
  const mebibytes = 300;
  await new Promise<void>((done, failed) => {
    const headers = { authorization: platform.apiKey, "content-length": mebibytes * chunk.length };
    const request = httpRequest(`${platform.url}/v1/data/.my/big/f`, { method: "PUT", headers }, (response) =>
      response.resume().on("end", done),
    );
    request.on("error", failed);
    let sent = 0;
    const more = () => {
      while (sent < mebibytes) {
        sent += 1;
        if (!request.write(chunk)) return void request.once("drain", more);
      }
      request.end();
    };
    more();
  });
  const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]);
  expect(peakKiB).toBeLessThan(200 * 1024);
  expect((await send(platform, "HEAD", "/v1/data/.my/big/f")).headers["content-length"]).toBe(String(mebibytes * chunk.length));
  await ended(child, "SIGTERM");
});

function blobs(data: string): string[] {
  return filesBelow(join(data, "files")).map((path) => basename(path));
}
