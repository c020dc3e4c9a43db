import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createBuilder } from "../../../platform/builds";
import { isRunning, until } from "./processes";
import { algorithm, Workbench } from "./workbench";

let workbench: Workbench;
beforeEach(async () => {
  workbench = new Workbench();
  // The tools are found once; what is cancelled below is the installation.
  await workbench.build(algorithm(hello));
});
afterEach(() => workbench.close());

const hello = "def apply(input):\n    return input\n";
const environments = () => readdirSync(workbench.environmentsDir).filter((name) => !name.startsWith("."));
const began = () => join(workbench.root, "began");
const goOn = () => join(workbench.root, "go-on");

/** An algorithm that requires a package whose installation says that it has begun, and waits to be told to go on. */
function slowToInstall() {
  const folder = join(workbench.root, "packages", "slow-1");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "PKG-INFO"), "Metadata-Version: 2.1\nName: slow\nVersion: 1\n");
  writeFileSync(join(folder, "slow.py"), "");
  writeFileSync(
    join(folder, "setup.py"),
    `
import os, time
from setuptools import setup
with open(${JSON.stringify(began())} + ".partial", "w") as file:
    file.write(str(os.getpid()))
os.rename(file.name, ${JSON.stringify(began())})
while not os.path.exists(${JSON.stringify(goOn())}):
    time.sleep(0.02)
setup(name="slow", version="1", py_modules=["slow"])
`,
  );
  execFileSync("tar", ["-czf", `${folder}.tar.gz`, "-C", join(folder, ".."), "slow-1"]);
  return algorithm(hello, { "requirements.txt": `--find-links file://${join(folder, "..")}\nslow==1\n` });
}

async function installerAtWork(): Promise<number> {
  await until(() => existsSync(began()));
  return Number(readFileSync(began(), "utf8"));
}

test("cancelling a build kills what it has started and leaves nothing half-made", async () => {
  const before = environments();
  const cancel = new AbortController();
  const build = workbench.build(slowToInstall(), { signal: cancel.signal });
  const pid = await installerAtWork();
  cancel.abort();
  const { outcome, versionDir } = await build;
  expect(outcome).toMatchObject({ succeeded: false, kind: "cancelled" });
  await until(() => !isRunning(pid));
  expect(environments()).toEqual(before);
  expect(existsSync(versionDir)).toBe(false);
  expect(existsSync(`${versionDir}.partial`)).toBe(false);
});

test("closing the builder cancels its builds and waits for their end", async () => {
  const build = workbench.build(slowToInstall());
  const pid = await installerAtWork();
  await workbench.builder.close();
  await until(() => !isRunning(pid));
  expect((await build).outcome).toMatchObject({ succeeded: false, kind: "cancelled" });
});

test("a build that was cancelled before it began does nothing", async () => {
  const { outcome, versionDir } = await workbench.build(algorithm(hello), { signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ succeeded: false, kind: "cancelled" });
  expect(existsSync(versionDir)).toBe(false);
});

test("cancelling one of two builds that wait for the same environment leaves it to the other, who reads the whole log", async () => {
  const files = slowToInstall();
  const cancel = new AbortController();
  const first = workbench.build(files, { signal: cancel.signal });
  await installerAtWork();
  let joined = () => {};
  const hasJoined = new Promise<void>((resolve) => {
    joined = resolve;
  });
  const second = workbench.build(files, { log: (text) => text.includes("Installing the requirements") && joined() });
  await hasJoined;
  cancel.abort();
  expect((await first).outcome).toMatchObject({ kind: "cancelled" });
  writeFileSync(goOn(), "");
  const { outcome, log } = await second;
  expect(outcome).toEqual({ succeeded: true });
  expect(log).toContain("Imported slow");
});

test("what a process that is gone left half-made is removed", async () => {
  const left = join(workbench.environmentsDir, `0123.partial-${spawnSync("true").pid}-abcd`);
  const ours = join(workbench.environmentsDir, `0123.partial-${process.pid}-abcd`);
  for (const folder of [left, ours]) mkdirSync(folder);
  const builder = createBuilder({ environmentsDir: workbench.environmentsDir });
  const { outcome } = await workbench.build(algorithm(hello), {}, builder);
  await builder.close();
  expect(outcome).toEqual({ succeeded: true });
  expect(existsSync(left)).toBe(false);
  expect(existsSync(ours)).toBe(true);
});
