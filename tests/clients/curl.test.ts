import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Platform, startPlatform } from "../../platform/index";
import { newAlgorithmSettings } from "../../platform/seed/new-algorithm";
import { pushChange, temporaryFolder } from "../platform/api/support";

const run = promisify(execFile);
const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Runs curl as the documentation's samples do; returns the body and, as the last line, the status. */
async function curl(path: string, ...args: string[]): Promise<{ body: string; status: number }> {
  const authorization = `Authorization: Simple ${platform.apiKey}`;
  const { stdout } = await run("curl", [
    "-sS",
    "--max-time",
    "60",
    "-H",
    authorization,
    "-w",
    "\n%{http_code}",
    ...args,
    `${platform.url}${path}`,
  ]);
  const end = stdout.lastIndexOf("\n");
  return { body: stdout.slice(0, end), status: Number(stdout.slice(end + 1)) };
}

test("a file of some megabytes goes up and comes down unchanged", async () => {
  const [up, down] = [join(folder, "up"), join(folder, "down")];
  const bytes = randomBytes(20_000_000);
  writeFileSync(up, bytes);
  expect(
    await curl(
      "/v1/connector/data/demo",
      "-X",
      "POST",
      "-H",
      "Content-Type: application/json",
      "-d",
      '{"name":"curl","acl":{"read":["user://*"]}}',
    ),
  ).toEqual({
    body: '{"result":"data://demo/curl"}',
    status: 200,
  });
  // -T sends Expect: 100-continue for a file of this size.
  expect((await curl("/v1/data/demo/curl/big.bin", "-T", up)).status).toBe(200);
  expect(
    (await curl("/v1/data/demo/curl/chunked.bin", "-X", "PUT", "-H", "Transfer-Encoding: chunked", "--data-binary", `@${up}`)).status,
  ).toBe(200);
  for (const name of ["big.bin", "chunked.bin"]) {
    await curl(`/v1/data/demo/curl/${name}`, "-o", down);
    expect(readFileSync(down).equals(bytes)).toBe(true);
  }
  expect((await curl("/v1/data/demo/curl/big.bin", "-I")).body.toLowerCase()).toContain(
    `etag: ${createHash("md5").update(bytes).digest("hex")}`,
  );
});

test("a path that climbs out is refused", async () => {
  expect((await curl("/v1/data/.my/../../etc/passwd", "--path-as-is")).status).toBe(400);
});

test("create, push, build, publish, call: the whole way with curl and git", async () => {
  const json = ["-H", "Content-Type: application/json"];
  const created = await curl(
    "/v1/algorithms/demo",
    ...json,
    "-d",
    JSON.stringify({ name: "Add", details: { label: "Add" }, settings: newAlgorithmSettings }),
  );
  expect(created.status).toBe(201);
  const commit = await pushChange(platform, folder, "Add", {
    "requirements.txt": "",
    "src/Add.py":
      "import os\n\nprint('loaded')\ncount = 0\n\n\ndef apply(input):\n    global count\n    count += 1\n    return {'sum': sum(input), 'count': count, 'api': os.environ['ALGORITHMIA_API']}\n",
    "src/Add_test.py": "",
  });
  const compiled = JSON.parse((await curl("/v1/algorithms/demo/Add/compile", "-X", "POST")).body);
  expect(compiled).toMatchObject({ version_info: { git_hash: commit }, compilation: { successful: true } });
  const byCommit = await curl(`/v1/algo/demo/Add/${commit}`, ...json, "-d", "[1, 2]");
  expect(JSON.parse(byCommit.body)).toMatchObject({ result: { sum: 3, count: 1, api: platform.url }, metadata: { content_type: "json" } });
  const published = await curl(
    "/v1/algorithms/demo/Add/versions",
    ...json,
    "-d",
    '{"settings":{"algorithm_callability":"private"},"version_info":{"version_type":"minor"}}',
  );
  expect(JSON.parse(published.body)).toMatchObject({ version_info: { semantic_version: "0.1.0", git_hash: commit } });
  // The published version is the same build, so its instance is still warm.
  const called = await curl("/v1/algo/demo/Add/0.1.0", ...json, "-d", "[3, 4]");
  expect(JSON.parse(called.body)).toMatchObject({ result: { sum: 7, count: 2 } });
  const raised = await curl("/v1/algo/demo/Add/0.1.0", ...json, "-d", '"text"');
  expect([raised.status, JSON.parse(raised.body).error.message]).toEqual([200, expect.stringContaining("unsupported operand")]);
  const builds = JSON.parse((await curl("/v1/algorithms/demo/Add/builds")).body).results;
  expect(builds).toHaveLength(1);
  const { logs } = JSON.parse((await curl(`/v1/algorithms/demo/Add/builds/${builds[0].build_id}/logs`)).body);
  expect(logs).toContain("Beginning container customization");
});

test("a build that fails says why, and the published version goes on serving", async () => {
  await pushChange(platform, folder, "Add", { "src/Add.py": "def apply(:\n" });
  const compiled = JSON.parse((await curl("/v1/algorithms/demo/Add/compile", "-X", "POST")).body);
  expect(compiled.compilation).toMatchObject({ successful: false, output: expect.stringContaining("SyntaxError") });
  expect(JSON.parse((await curl("/v1/algo/demo/Add/0.1.0", "-H", "Content-Type: application/json", "-d", "[1]")).body).result.sum).toBe(1);
});
