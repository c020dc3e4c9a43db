import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";

/** The root program in a folder of its own, driven as a person drives it: by commands. */

const root = join(__dirname, "..", "..");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let platform: RunningPlatform;
let hand: Hand;
let infra: string;

beforeAll(async () => {
  platform = await startPlatformProcess();
  hand = await Hand.served(platform, "pinned");
  infra = mkdtempSync(join(tmpdir(), "infra-"));
  symlinkSync(join(root, "node_modules"), join(infra, "node_modules"));
  for (const file of ["Pulumi.yaml", "index.ts"]) copyFileSync(join(root, file), join(infra, file));
  mkdirSync(join(infra, "one"));
  mkdirSync(join(infra, "two"));
  writeFileSync(join(infra, "one", "model.txt"), "model one");
  writeFileSync(join(infra, "two", "model.txt"), "model two");
});
afterAll(async () => {
  await platform?.stop();
  rmSync(infra, { recursive: true, force: true });
});

function run(script: string, ...args: string[]) {
  const env = { ...process.env, ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: infra, env, encoding: "utf8" });
  return { status, stdout, stderr };
}
const cli = (...args: string[]) => run("provider/bin/pulumi-algorithmia.js", ...args);
const stack = (operation: string) => run("scripts/stack.mjs", operation, "--cwd", infra);
const statusRow = () => (JSON.parse(cli("status", "--json").stdout) as { pins: Record<string, unknown>[] }).pins[0];

test("a pin is written, rolled out, and what serves agrees with it", async () => {
  expect(cli("pin", hand.algorithm, "one/model.txt").status).toBe(0);
  expect(readFileSync(join(infra, "models.yaml"), "utf8")).toContain(`sha256: ${sha256("model one")}`);
  const up = stack("up");
  expect(up.stderr + up.stdout).toContain("0.2.0");
  expect(up.status).toBe(0);
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model one" });
  expect(statusRow()).toMatchObject({ version: "0.2.0", servedSha256: sha256("model one"), pinnedSha256: sha256("model one"), drift: [] });
  expect(cli("status", "--check").status).toBe(0);
});

test("a new pin drifts until it is rolled out", async () => {
  expect(cli("pin", hand.algorithm, "two/model.txt").stdout).toContain(sha256("model two"));
  expect(statusRow()).toMatchObject({ version: "0.2.0", drift: [{ code: "other-bytes" }] });
  expect(cli("status", "--check").status).toBe(1);
  expect(stack("preview").stdout).toContain(`"${sha256("model one")}" => "${sha256("model two")}"`);
  expect(stack("up").status).toBe(0);
  expect(await hand.call("0.3.0")).toMatchObject({ model: "model two" });
  expect(cli("status", "--check").status).toBe(0);
});

test("an overwritten upload is not said to be the pinned bytes", async () => {
  await hand.put(`model-${sha256("model two").slice(0, 12)}.txt`, "tampered");
  expect(statusRow()).toMatchObject({ version: "0.3.0", servedSha256: null, drift: [{ code: "bytes-unknown" }] });
  expect(stack("refresh").status).toBe(0);
  expect(stack("up").status).toBe(0);
  expect(cli("status", "--check").status).toBe(0);
});

test("lessons 3.3: a file that is no longer the pinned one fails the preview", () => {
  writeFileSync(join(infra, "two", "model.txt"), "something else");
  const { status, stdout, stderr } = stack("preview");
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain(`but ${sha256("model two")} is pinned`);
});
