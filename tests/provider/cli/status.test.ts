import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../provider/cli/main";
import { type AskServed, status } from "../../../provider/cli/status";
import { errors } from "../../../provider/errors";
import { capturedTerminal } from "./captured-terminal";

const sha256 = createHash("sha256").update("weights").digest("hex");
const environment = { ...process.env };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "status-"));
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  process.env.HOME = folder;
  file = join(folder, "models.yaml");
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true });
});

const serving =
  (sha256: string): AskServed =>
  async () => ({ version: "1.3.0", versionHash: "c".repeat(40), files: [{ name: "", sha256 }] });

async function called(ask: AskServed, options: { check?: boolean; json?: boolean } = {}) {
  const terminal = capturedTerminal();
  return { code: await status({ file, ...options }, terminal, ask), out: terminal.outText };
}

function pinned(): void {
  writeFileSync(join(folder, "m.pkl"), "weights");
  writeFileSync(file, `algorithms:\n  acme/sentiment:\n    model: m.pkl\n    sha256: ${sha256}\n`);
}

test("a pin that is served exits 0, also with --check", async () => {
  pinned();
  const { code, out } = await called(serving(sha256), { check: true });
  expect(code).toBe(0);
  expect(out).toMatch(/^acme\/sentiment .* 1\.3\.0 +none$/m);
});

test("drift is shown and exits 0; with --check it exits 1", async () => {
  pinned();
  const { code, out } = await called(serving("ab".repeat(32)));
  expect(code).toBe(0);
  expect(out).toContain("newest version serves other bytes");
  expect((await called(serving("ab".repeat(32)), { check: true })).code).toBe(1);
});

test("the local file is looked at beside the pin file, wherever the command runs", async () => {
  pinned();
  writeFileSync(join(folder, "m.pkl"), "other weights");
  expect((await called(serving(sha256))).out).toContain("pinned file differs here");
  rmSync(join(folder, "m.pkl"));
  expect((await called(serving(sha256))).out).toContain("pinned file missing here");
});

test("--json has a fixed shape, in the pin file's order", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `acme/m${19 - index}`);
  writeFileSync(file, `algorithms:\n${names.map((name) => `  ${name}: { uri: data://acme/m/x, sha256: ${sha256} }\n`).join("")}`);
  const { out } = await called(async () => "nothing published", { json: true });
  const report = JSON.parse(out);
  expect(report.pins.map(({ algorithm }: { algorithm: string }) => algorithm)).toEqual(names);
  expect(report.pins[0]).toEqual({
    algorithm: "acme/m19",
    pinnedSha256: sha256,
    servedSha256: null,
    servedUri: null,
    version: null,
    versionHash: null,
    drift: [{ code: "not-published", text: "not published" }],
  });
});

test("algorithms are asked about at the same time, but not all at once", async () => {
  writeFileSync(
    file,
    `algorithms:\n${Array.from({ length: 30 }, (_, index) => `  acme/m${index}: { uri: data://acme/m/x, sha256: ${sha256} }\n`).join("")}`,
  );
  let asked = 0;
  let most = 0;
  await called(async () => {
    asked += 1;
    most = Math.max(most, asked);
    await new Promise(setImmediate);
    asked -= 1;
    return "nothing published";
  });
  expect(most).toBe(8);
});

test("the first failure of the platform ends the command, and no more algorithms are asked about", async () => {
  writeFileSync(
    file,
    `algorithms:\n${Array.from({ length: 30 }, (_, index) => `  acme/m${index}: { uri: data://acme/m/x, sha256: ${sha256} }\n`).join("")}`,
  );
  let asked = 0;
  await expect(
    called(async () => {
      asked += 1;
      throw errors.PLATFORM_UNREACHABLE("https://api.acme.example", "listing versions", "ECONNREFUSED");
    }),
  ).rejects.toMatchObject({ code: "PLATFORM_UNREACHABLE" });
  expect(asked).toBeLessThan(30);
});

test("a file without pins needs no platform", async () => {
  writeFileSync(file, "# nothing yet\n");
  const { code, out } = await called(() => Promise.reject(new Error("asked")));
  expect({ code, out }).toEqual({ code: 0, out: `${file} pins nothing yet.\n` });
});

test("an unreachable platform is an error that names its address, and exits 1", async () => {
  pinned();
  const address = await closedAddress();
  Object.assign(process.env, { ALGORITHMIA_API: address, ALGORITHMIA_API_KEY: "simSecretKey" });
  const terminal = capturedTerminal();
  expect(await run(["status", "--file", file], terminal)).toBe(1);
  expect(terminal.errText).toMatch(/^error: [^\n]*\[PLATFORM_UNREACHABLE\]\n$/);
  expect(terminal.errText).toContain(address);
  expect(terminal.errText).not.toContain("simSecretKey");
});

/** An address where nobody listens: one that was free a moment ago. */
async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}
