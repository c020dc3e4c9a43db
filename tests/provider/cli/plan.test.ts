import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pin } from "../../../provider/cli/pin";
import { plan } from "../../../provider/cli/plan";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { capturedTerminal } from "./captured-terminal";

let platform: RunningPlatform;
let folder: string;
let file: string;
const environment = { ...process.env };

beforeAll(async () => {
  platform = await startPlatformProcess();
  process.env.ALGORITHMIA_API = platform.url;
  process.env.ALGORITHMIA_API_KEY = platform.apiKey;
  folder = mkdtempSync(join(tmpdir(), "pins-"));
  mkdirSync(join(folder, "models"));
  file = join(folder, "models.yaml");
});
afterAll(async () => {
  process.env = environment;
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function planned(json = false) {
  const terminal = capturedTerminal();
  const code = await plan({ file, json }, terminal);
  return { code, out: terminal.outText };
}

async function pinTo(algorithm: string, name: string, text: string): Promise<void> {
  const model = join(folder, "models", name);
  writeFileSync(model, text);
  await pin(algorithm, model, { file }, capturedTerminal());
}

test("an empty pin file needs no platform", async () => {
  writeFileSync(file, "algorithms:\n");
  expect(await planned()).toEqual({ code: 0, out: `${file} pins nothing yet.\n` });
});

test("the table says per pin what up will do, and writes nothing", async () => {
  const hand = await Hand.served(platform, "planned", "model by hand");
  const commits = await hand.commits();
  await pinTo(hand.algorithm, "model.txt", "model | two");
  const { code, out } = await planned();
  expect(code).toBe(0);
  expect(out.replace(/[0-9a-f]{12}/g, "SHA")).toBe(
    [
      "1 of 1 algorithm will change.",
      "",
      "| Algorithm | Version | Model | What `pulumi up` does |",
      "| --- | --- | --- | --- |",
      "| `demo/planned` | 0.1.0 → 0.2.0 | `model-SHA.txt`, 11 bytes, sha256 `SHA` | upload model-SHA.txt (11 bytes), change src/planned.py:4, build, publish 0.2.0 |",
      "",
      "In the source of `demo/planned`:",
      "",
      "```diff",
      "@@ src/planned.py:4 @@",
      '- MODEL = open(client.file("data://demo/planned/model.txt").getFile().name).read().strip()',
      '+ MODEL = open(client.file("data://demo/planned/model-SHA.txt").getFile().name).read().strip()',
      "```",
      "",
    ].join("\n"),
  );
  expect(await hand.commits()).toEqual(commits);
  expect(await hand.versions()).toEqual(["0.1.0"]);
});

test("a pin that cannot be planned says why in its place, and the command exits 1", async () => {
  await pinTo("demo/nowhere", "nowhere.txt", "text");
  await pinTo("demo/other", "other.txt", "text");
  writeFileSync(join(folder, "models", "other.txt"), "other text");
  const { code, out } = await planned();
  expect(code).toBe(1);
  expect(out).toContain("1 of 3 algorithms will change, 2 cannot be planned.");
  expect(out).toContain("| `demo/nowhere` | – | – | **cannot be planned**, see below |");
  expect(out).toMatch(/`demo\/nowhere` cannot be planned:\n\n> There is no algorithm demo\/nowhere on http/);
  expect(out).toMatch(/> .*other\.txt has the sha256 [0-9a-f]{64}, but [0-9a-f]{64} is pinned\./);
  const { plans } = JSON.parse((await planned(true)).out) as { plans: { algorithm: string }[] };
  expect(plans).toEqual([
    expect.objectContaining({
      algorithm: "demo/planned",
      plan: expect.objectContaining({ version: { kind: "publish", version: "0.2.0" } }),
    }),
    { algorithm: "demo/nowhere", problems: [expect.objectContaining({ code: "ALGORITHM_NOT_FOUND" })] },
    { algorithm: "demo/other", problems: [expect.objectContaining({ message: expect.stringContaining("is pinned") })] },
  ]);
});
