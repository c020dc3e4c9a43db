import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { engineEnvironment } from "./engine-environment";

/** A stack that the first release made goes on with the present package: nothing in it looks changed. */

const run = promisify(execFile);
const root = join(__dirname, "..", "..");
const firstRelease = join(root, "tests", "fixtures", "pulumi-algorithmia-0.1.0.tgz");
let platform: RunningPlatform;
let folder: string;
let project: string;
const hands: Hand[] = [];

/** Does one operation on the stack with whichever version is installed, and prints what came of it. */
const program = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { AlgorithmModelVersion, deployPins } = require("pulumi-algorithmia");
const [operation, apiAddress, apiKey] = process.argv.slice(2);

const program = async () => {
  const plain = new AlgorithmModelVersion("plain", { algorithm: "demo/plain", model: "plain/model.txt" });
  const settled = new AlgorithmModelVersion("settled", {
    algorithm: "demo/settled",
    model: "settled/model.txt",
    store: "data://demo/elsewhere",
    fileName: "served-{sha256:12}{ext}",
    reference: { kind: "source", file: "src/settled.py" },
    callability: "private",
    sampleInput: { text: "hello" },
    versionType: "revision",
    releaseNotes: "The first",
    timeouts: { build: 600 },
  });
  const { "demo/pinned": pinned } = deployPins("models.yaml");
  return { plain: plain.version, settled: settled.version, pinned: pinned.version };
};

async function main() {
  const options = { projectName: "p", stackName: "dev", program };
  const stack = await LocalWorkspace.createOrSelectStack(options, { workDir: __dirname, secretsProvider: "passphrase" });
  await stack.setAllConfig({ "algorithmia:apiAddress": { value: apiAddress }, "algorithmia:apiKey": { value: apiKey, secret: true } });
  const steps = [];
  const onEvent = ({ resourcePreEvent }) => {
    const { op, type, diffs } = resourcePreEvent?.metadata ?? {};
    if (type?.endsWith("AlgorithmModelVersion")) steps.push([op, ...(diffs ?? [])].join(" "));
  };
  await stack[operation]({ onEvent });
  const outputs = Object.fromEntries(Object.entries(await stack.outputs()).map(([key, { value }]) => [key, value]));
  console.log(JSON.stringify({ installed: require("pulumi-algorithmia/package.json").version, steps, outputs }));
}
main();
`;

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "upgrade-"));
  project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "infra", "private": true }');
  writeFileSync(join(project, "program.js"), program);
  for (const name of ["plain", "settled", "pinned"]) {
    hands.push(await Hand.served(platform, name));
    mkdirSync(join(project, name));
    writeFileSync(join(project, name, "model.txt"), `${name} one`);
  }
  const [, settled] = hands;
  const uri = "data://demo/elsewhere/served-000000000000.txt";
  await settled?.api("POST", "/v1/data/demo", { name: "elsewhere" });
  await settled?.api("PUT", "/v1/data/demo/elsewhere/served-000000000000.txt", "by hand");
  await settled?.push({ "src/settled.py": `MODEL = "${uri}"\n\n\ndef apply(input):\n    return MODEL\n` });
});
afterAll(async () => {
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const install = (tarball: string) =>
  run("npm", ["install", "--silent", "--no-fund", "--no-audit", "--prefer-offline", tarball], { cwd: project });

const pin = (command: string[]) => run(join(project, "node_modules", ".bin", "pulumi-algorithmia"), ["pin", ...command], { cwd: project });

async function pulumi(
  operation: "up" | "preview" | "refresh",
): Promise<{ installed: string; steps: string[]; outputs: Record<string, string> }> {
  const env = engineEnvironment(folder);
  const args = ["program.js", operation, platform.url, platform.apiKey];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: project, env, timeout: 600_000 });
  if (stdout === "") throw new Error(`${operation}: ${stderr}`); // A failing program is told on stderr, with exit code 0.
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

test("lessons 1.6, 3.2: an upgrade from the first release shows no change, neither in preview nor after a refresh, and the next change rolls out", async () => {
  await install(firstRelease);
  await pin(["demo/pinned", "pinned/model.txt"]);
  expect(await pulumi("up")).toMatchObject({
    installed: "0.1.0",
    steps: ["create", "create", "create"],
    outputs: { plain: "0.2.0", settled: "0.1.1", pinned: "0.2.0" },
  });

  await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(root, "provider") });
  const [present = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  await install(join(folder, present));
  const unchanged = ["same", "same", "same"];
  const previewed = await pulumi("preview");
  expect(previewed.installed).not.toBe("0.1.0");
  expect(previewed.steps).toEqual(unchanged);
  await pulumi("refresh");
  expect((await pulumi("preview")).steps).toEqual(unchanged);
  expect(await pulumi("up")).toMatchObject({ steps: unchanged, outputs: { plain: "0.2.0", settled: "0.1.1", pinned: "0.2.0" } });

  for (const name of ["plain", "settled", "pinned"]) writeFileSync(join(project, name, "model.txt"), `${name} two`);
  await pin(["demo/pinned", "pinned/model.txt"]);
  const { steps, outputs } = await pulumi("up");
  expect(steps.map((step) => step.split(" ")[0])).toEqual(["update", "update", "update"]);
  expect(outputs).toEqual({ plain: "0.3.0", settled: "0.1.2", pinned: "0.3.0" });
  expect(await hands[0]?.call("0.3.0")).toMatchObject({ model: "plain two" });
  expect(await hands[2]?.call("0.3.0")).toMatchObject({ model: "pinned two" });
});
