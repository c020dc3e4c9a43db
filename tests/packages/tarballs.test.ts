import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "./engine-environment";

/** What a stranger gets: the two packages as `npm pack` makes them, in an empty project elsewhere, with a short program. */

const root = join(__dirname, "..", "..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "project-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { AlgorithmModelVersion } = require("pulumi-algorithmia");
const { startPlatform } = require("algorithmia-platform");
const { pushAlgorithm } = require("./by-hand");

async function main() {
  const platform = await startPlatform({ port: 0 });
  await pushAlgorithm(platform);
  const program = async () => ({ call: new AlgorithmModelVersion("echo", { algorithm: "demo/echo", model: "model.txt" }).algorithmUri });
  const stack = await LocalWorkspace.createStack({ projectName: "p", stackName: "dev", program }, { workDir: __dirname, envVars: process.env });
  await stack.setAllConfig({ "algorithmia:apiAddress": { value: platform.url }, "algorithmia:apiKey": { value: platform.apiKey, secret: true } });
  console.log((await stack.up()).outputs.call.value);
  await platform.close();
}
main();
`;

const byHand = `
const { mkdtempSync, writeFileSync } = require("node:fs");
exports.pushAlgorithm = async ({ url, gitUrl, apiKey }) => {
  const settings = { language: "python3-1", environment: "cpu", source_visibility: "closed", license: "apl", network_access: "full", pipeline_enabled: true };
  const body = JSON.stringify({ name: "echo", details: { label: "echo" }, settings });
  await fetch(url + "/v1/algorithms/demo", { method: "POST", headers: { Authorization: apiKey, "Content-Type": "application/json" }, body });
  const clone = mkdtempSync("clone-");
  const header = "Authorization: Basic " + Buffer.from("demo:" + apiKey).toString("base64");
  const env = { ...process.env, GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraHeader", GIT_CONFIG_VALUE_0: header };
  const { execFile } = require("node:child_process");
  const git = (...args) => new Promise((done, fail) => execFile("git", ["-C", clone, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { env }, (error) => (error ? fail(error) : done())));
  await git("clone", "--quiet", gitUrl + "/demo/echo.git", ".");
  writeFileSync(clone + "/requirements.txt", "");
  writeFileSync(clone + "/src/echo.py", 'MODEL = "data://demo/echo/model.txt"\\n\\n\\ndef apply(input):\\n    return MODEL\\n');
  await git("commit", "--quiet", "-am", "The algorithm");
  await git("push", "--quiet", "origin", "HEAD");
};
`;

test("the packed packages, installed in an empty project, roll out with a ten-line program and bring their commands", () => {
  for (const name of ["provider", "platform"]) {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(root, name), stdio: "pipe" });
  }
  const tarballs = readdirSync(folder).map((file) => `./${file}`);
  expect(tarballs).toHaveLength(2);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "infra", "private": true }');
  const packages = tarballs.map((file) => join(folder, file));
  execFileSync("npm", ["install", "--silent", "--no-fund", "--no-audit", "--prefer-offline", ...packages], { cwd: project, stdio: "pipe" });

  writeFileSync(join(project, "program.js"), program);
  writeFileSync(join(project, "by-hand.js"), byHand);
  writeFileSync(join(project, "model.txt"), "a model");
  const env = engineEnvironment(folder);
  const ran = spawnSync(process.execPath, ["program.js"], { cwd: project, env, encoding: "utf8", timeout: 600_000 });
  expect(ran.stderr.split("\n").filter((line) => !line.startsWith("{"))).toEqual([""]);
  expect(ran.stdout.trim().split("\n").at(-1)).toBe("algo://demo/echo/0.1.0");
  expect(ran.status).toBe(0);

  for (const command of ["pulumi-algorithmia", "algorithmia-platform"]) {
    const help = spawnSync(join(project, "node_modules", ".bin", command), ["--help"], { encoding: "utf8" });
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining(`Usage: ${command}`)]);
  }
});
