import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inNode } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();
const packages = () => join(folder(), "node_modules", ".cache", "cloud-packages");

/** Runs the step with this way to get an archive; answers with what it said. */
const obtain = (pack: string, version = "1.0.0") =>
  inNode<string[]>(`
    const { obtainCloudPackages } = await load("cloud-packages/obtain.mjs");
    const { run } = await load("lib/run.mjs");
    const { mkdirSync, writeFileSync } = await import("node:fs");
    const said = [];
    const progress = { begin() {}, update() {}, end: (text) => said.push(text), line: (text) => said.push(text) };
    const packages = [{ name: "@cloud/store", version: ${JSON.stringify(version)}, example: "store" }];
    await obtainCloudPackages({ root: ${JSON.stringify(folder())}, progress, packages, pack: ${pack} });
    return said;
  `);

/** An archive as npm makes them, of one file that holds what was asked for. */
const packed = `async (specifier, folder) => {
  mkdirSync(folder + "/package");
  writeFileSync(folder + "/package/index.js", specifier);
  const made = await run("tar", ["-czf", "store.tgz", "package"], { cwd: folder });
  await run("rm", ["-r", "package"], { cwd: folder });
  return made;
}`;

test("a cloud's package is unpacked once, where programs below find it, and another version takes its place", async () => {
  const unpacked = () => readFileSync(join(packages(), "node_modules/@cloud/store/index.js"), "utf8");
  expect(await obtain(packed)).toEqual(["@cloud/store 1.0.0 is there for the tests of examples/store"]);
  expect(unpacked()).toBe("@cloud/store@1.0.0");
  expect(await obtain(packed)).toEqual([]);
  expect(await obtain(packed, "1.1.0")).toEqual(["@cloud/store 1.1.0 is there for the tests of examples/store"]);
  expect(unpacked()).toBe("@cloud/store@1.1.0");
});

test("one that cannot be had is told with the reason, leaves nothing, and is no failure", async () => {
  const refused = `async () => ({ code: 1, stdout: "", stderr: "npm error code E404\\nnpm error 404 Not Found" })`;
  expect(await obtain(refused)).toEqual([
    "@cloud/store 1.0.0: npm could not get it: npm error 404 Not Found. The tests of examples/store are skipped.",
  ]);
  expect(readdirSync(packages()).filter((name) => name !== "making.lock")).toEqual([]);
});
