import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { readBuiltVersion } from "../../../../platform/runner/built-version";
import { javascript, Workbench } from "../workbench";
import { Tarballs } from "./tarballs";

let workbench: Workbench;
let tarballs: Tarballs;
beforeEach(async () => {
  workbench = new Workbench();
  tarballs = await Tarballs.open();
});
afterEach(async () => {
  tarballs.close();
  await workbench.close();
});

const hello = "exports.apply = async (input) => input;\n";
const environments = () => readdirSync(workbench.environmentsDir).filter((name) => !name.startsWith("."));
const requiring = (manifest: Record<string, unknown>, more = {}) =>
  javascript(hello, { "package.json": JSON.stringify(manifest), ...more });

test("a build without dependencies needs no npm, and none of its scripts", async () => {
  const { outcome, log, versionDir } = await workbench.build(requiring({ name: "x", scripts: { preinstall: "false" } }));
  expect(outcome).toEqual({ succeeded: true });
  expect(log).toMatch(
    /^Beginning container customization\n[\s\S]*Language javascript; calls go to src\/hello\.js\nThere are no requirements\n/,
  );
  expect(log).toContain("Completed container customization\n");
  expect(await readBuiltVersion(versionDir)).toMatchObject({ language: "javascript", module: "src/hello.js" });
  expect(existsSync(join(versionDir, "source", "node_modules"))).toBe(false);
});

test("packages are installed once and shared, whatever else package.json says, read-only and without development ones", async () => {
  const dependencies = { one: tarballs.pack("one", { "index.js": "module.exports = 1;" }) };
  const devDependencies = { two: tarballs.pack("two", {}) };
  const first = await workbench.build(requiring({ name: "a", version: "1.0.0", dependencies, devDependencies }));
  expect(first.log).toContain("Installing the requirements with npm install");
  expect(first.outcome).toEqual({ succeeded: true });
  const second = await workbench.build(requiring({ name: "b", version: "2.0.0", dependencies, devDependencies, scripts: { start: "x" } }));
  expect(second.log).toContain("Using environment");
  expect(environments()).toHaveLength(1);
  const link = join(second.versionDir, "source", "node_modules");
  expect(readlinkSync(link)).toBe(join("..", "..", "..", "environments", environments()[0]!, "node_modules"));
  expect(readFileSync(join(link, "one", "index.js"), "utf8")).toBe("module.exports = 1;");
  expect(lstatSync(join(link, "one", "index.js")).mode & 0o222).toBe(0);
  expect(existsSync(join(link, "two"))).toBe(false);
});

test("with a lock exactly what it says is installed, and one that says otherwise than package.json is refused", async () => {
  const resolved = tarballs.pack("one", { "index.js": "" });
  const dependencies = { one: resolved };
  const lock = (wanted: Record<string, string>) =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: { "": { dependencies: wanted }, "node_modules/one": { version: "1.0.0", resolved } },
    });
  const right = await workbench.build(requiring({ dependencies }, { "package-lock.json": lock(dependencies) }));
  expect(right.log).toContain("with npm ci, as the lock says");
  expect(right.outcome).toEqual({ succeeded: true });
  const other = { two: tarballs.pack("two", {}) };
  const wrong = await workbench.build(requiring({ dependencies: other }, { "package-lock.json": lock(dependencies) }));
  expect(wrong.outcome).toMatchObject({ succeeded: false, kind: "requirements", message: expect.stringMatching(/in sync/) });
  expect(environments()).toHaveLength(1);
});

test("install scripts are run for the packages that allowScripts names, and for no other", async () => {
  const install = { scripts: { postinstall: "node -e \"require('fs').writeFileSync('ran', '')\"" } };
  const dependencies = { wanted: tarballs.pack("wanted", {}, install), other: tarballs.pack("other", {}, install) };
  const { outcome, log, versionDir } = await workbench.build(requiring({ dependencies, allowScripts: { wanted: true, other: false } }));
  expect(outcome).toEqual({ succeeded: true });
  expect(log).toContain("Running the install scripts of wanted\n");
  const ran = (name: string) => existsSync(join(versionDir, "source", "node_modules", name, "ran"));
  expect([ran("wanted"), ran("other")]).toEqual([true, false]);
});

test("packages that cannot be installed fail with npm's words, and leave no environment", async () => {
  const { outcome, log, versionDir } = await workbench.build(requiring({ dependencies: { nowhere: tarballs.address("nowhere") } }));
  expect(outcome).toMatchObject({ succeeded: false, kind: "requirements", message: expect.stringMatching(/404.*nowhere/) });
  expect(log).toContain("npm error");
  expect(environments()).toEqual([]);
  expect([existsSync(versionDir), existsSync(`${versionDir}.partial`)]).toEqual([false, false]);
});

test.each([
  ["{", "package.json cannot be read"],
  ['{"dependencies": ["x"]}', "package.json cannot be read"],
  ['{"dependencies": {"own": "file:./own"}}', "requires own by a path (file:./own)"],
])("a package.json of %s is refused", async (text, message) => {
  const { outcome } = await workbench.build(javascript(hello, { "package.json": text }));
  expect(outcome).toMatchObject({ succeeded: false, kind: "requirements", message: expect.stringContaining(message) });
});

test("node_modules of the repository serve where package.json asks for nothing, else it is replaced", async () => {
  const committed = { "node_modules/one/index.js": "committed" };
  const kept = await workbench.build(javascript(hello, committed));
  expect(readFileSync(join(kept.versionDir, "source", "node_modules", "one", "index.js"), "utf8")).toBe("committed");
  const dependencies = { one: tarballs.pack("one", { "index.js": "installed" }) };
  const replaced = await workbench.build(requiring({ dependencies }, committed));
  expect(replaced.log).toContain("The repository holds node_modules");
  expect(readFileSync(join(replaced.versionDir, "source", "node_modules", "one", "index.js"), "utf8")).toBe("installed");
});

test.each([
  ["src/hello.js", "exports.apply = (input => input;", ""],
  ["src/hello.mjs", "export const apply = (input => input;", ""],
  ["src/hello.js", "import 'x'; const await = 1;", '{"type":"module"}'],
])("a syntax error in %s fails with the place in the log", async (file, source, manifest) => {
  const files = { ...javascript(""), "src/hello.js": hello, [file]: source, "package.json": manifest || "{}" };
  const { outcome, log } = await workbench.build(files);
  expect(outcome).toMatchObject({ succeeded: false, kind: "import" });
  expect(log).toMatch(new RegExp(`${file} does not compile:[\\s\\S]*SyntaxError`));
});

test("the algorithm itself is not run by its build", async () => {
  const { outcome } = await workbench.build(javascript("throw new Error('loads a model');"));
  expect(outcome).toEqual({ succeeded: true });
});

test("cancelling a build ends npm and leaves nothing half-made", async () => {
  const cancel = new AbortController();
  const url = tarballs.pack("one", {});
  const log = (text: string) => {
    if (text.includes("Installing the requirements")) cancel.abort();
  };
  const { outcome } = await workbench.build(requiring({ dependencies: { one: url } }), { signal: cancel.signal, log });
  expect(outcome).toMatchObject({ succeeded: false, kind: "cancelled" });
  expect(environments()).toEqual([]);
});
