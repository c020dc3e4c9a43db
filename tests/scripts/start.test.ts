import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inNode } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();

test("of the requests a platform saw, calls of algorithms and git fetches are no writes", async () => {
  const requests = [
    ["GET", "/v1/data/demo/digits", false],
    ["HEAD", "/v1/data/demo/digits/a.joblib", false],
    ["POST", "/v1/algo/demo/digits/0.1.0", false],
    ["POST", "/git/demo/digits.git/git-upload-pack", false],
    ["POST", "/git/demo/digits.git/git-receive-pack", true],
    ["PUT", "/v1/data/demo/digits/a.joblib", true],
    ["POST", "/v1/algorithms/demo/digits/compile", true],
    ["POST", "/v1/algorithms/demo/digits/versions", true],
    ["DELETE", "/v1/data/demo/digits/a.joblib", true],
  ] as const;
  const judged = await inNode(`
    const { isWrite } = await load("start/api.mjs");
    return ${JSON.stringify(requests)}.map(([method, path]) => [method, path, isWrite({ method, path })]);
  `);
  expect(judged).toEqual(requests);
});

/** Makes the scratch folder of a start in the test's folder and returns undefined, or the reason why it was refused. */
async function makeScratch(): Promise<string | null> {
  return inNode(`
    const { makeScratch } = await load("start/folder.mjs");
    return makeScratch(${JSON.stringify(join(folder(), "scratch"))}).then(() => undefined, (error) => error.message);
  `);
}

function claim(content: { pid: number; url?: string }): void {
  mkdirSync(join(folder(), "scratch"), { recursive: true });
  writeFileSync(join(folder(), "scratch/running.json"), JSON.stringify(content));
}

test("a second start does not pull the folder from under a running one, and says how to stop that", async () => {
  claim({ pid: process.pid });
  expect(await makeScratch()).toContain(`Stop it with \`kill ${process.pid}\``);
});

test("what a start that ended left behind is replaced", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  claim({ pid });
  expect(await makeScratch()).toBeNull();
  // A living process under that id, but no platform at its address: the id was given to another program.
  claim({ pid: process.pid, url: "http://127.0.0.1:9" });
  expect(await makeScratch()).toBeNull();
});
