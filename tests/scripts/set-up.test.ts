import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inNode } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();

/** A project without dependencies, so that the real `npm ci` needs no network. */
function writeProject(version: string): void {
  const manifest = { name: "empty", version };
  writeFileSync(join(folder(), "package.json"), JSON.stringify(manifest));
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: { "": manifest } };
  writeFileSync(join(folder(), "package-lock.json"), JSON.stringify(lock));
}

/** Runs the npm step and returns what it said: nothing when there was nothing to do. */
async function install(): Promise<string[]> {
  return inNode(`
    const { installDependencies } = await load("setup/dependencies.mjs");
    const said = [];
    await installDependencies({ root: ${JSON.stringify(folder())}, progress: { begin: (text) => said.push(text), update() {}, end: (text) => said.push(text) } });
    return said;
  `);
}

test("npm packages are installed once, and again when the lock file changed", async () => {
  const installed = ["installing npm packages", "npm packages installed"];
  writeProject("1.0.0");
  expect(await install()).toEqual(installed);
  expect(await install()).toEqual([]);
  writeProject("1.0.1");
  expect(await install()).toEqual(installed);
});

test("a lock file that lacks a package is installed all the same, and not rewritten", async () => {
  writeProject("1.0.0");
  mkdirSync(join(folder(), "part"));
  writeFileSync(join(folder(), "part/package.json"), JSON.stringify({ name: "part", version: "1.0.0" }));
  const manifest = { name: "empty", version: "1.0.0", dependencies: { part: "file:part" } };
  writeFileSync(join(folder(), "package.json"), JSON.stringify(manifest));
  const lock = readFileSync(join(folder(), "package-lock.json"), "utf8");
  expect(await install()).toHaveLength(2);
  expect(existsSync(join(folder(), "node_modules/part/package.json"))).toBe(true);
  expect(readFileSync(join(folder(), "package-lock.json"), "utf8")).toBe(lock);
});

test("what npm complains of is passed on", async () => {
  writeProject("1.0.0");
  writeFileSync(join(folder(), "package.json"), "not JSON");
  await expect(install()).rejects.toThrow(/The npm packages could not be installed:\n.*npm error/s);
});

test("an installation that somebody made by hand is taken as it is", async () => {
  writeProject("1.0.0");
  mkdirSync(join(folder(), "node_modules"));
  writeFileSync(join(folder(), "node_modules/.package-lock.json"), "{}");
  expect(await install()).toEqual([]);
});

test("a machine that lacks something is told all of it at once, with what to install", async () => {
  const message = await inNode<string>(`
    const { checkPrerequisites } = await load("setup/prerequisites.mjs");
    const list = [
      { name: "Git", minimum: [2, 20], probe: async () => undefined, install: "Install git." },
      { name: "Python", minimum: [3, 10], probe: async () => "Python 3.9.18", install: "Install Python." },
      { name: "npm", minimum: [9], probe: async () => "11.0.0", install: "Install npm." },
    ];
    return checkPrerequisites(list).then(() => "fine", (error) => error.message);
  `);
  expect(message).toContain("Git was not found. Install git.");
  expect(message).toContain("Python 3.10 or newer is needed, this is Python 3.9.18. Install Python.");
  expect(message).not.toContain("npm");
});

test("versions compare by number, not by text", async () => {
  const outcome = await inNode(`
    const { isAtLeast, readVersion } = await load("lib/version.mjs");
    return ["v20.1.0", "v9.9.9", "v20", "none"].map((text) => isAtLeast(readVersion(text), [20, 0]));
  `);
  expect(outcome).toEqual([true, false, false, false]);
});
