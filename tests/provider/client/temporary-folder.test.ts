import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { makeTemporaryFolder, sweepTemporaryFolders } from "../../../provider/client/temporary-folder";

const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

async function make(): Promise<string> {
  const folder = await makeTemporaryFolder();
  made.push(folder);
  return folder;
}

/** The folder as a process of that number would have made it. */
function folderOf(pid: number, like: string): string {
  const folder = join(dirname(like), basename(like).replace(`-${process.pid}-`, `-${pid}-`));
  mkdirSync(join(folder, "objects"), { recursive: true });
  writeFileSync(join(folder, "objects", "pack"), "bytes");
  made.push(folder);
  return folder;
}

/** The number of a process that is no more. */
const endedPid = () => spawnSync(process.execPath, ["--version"]).pid;

test("a folder lies in the system's temporary one, and names its process", async () => {
  const folder = await make();
  expect(dirname(folder)).toBe(tmpdir());
  expect(basename(folder)).toMatch(new RegExp(`^pulumi-algorithmia-\\w+-${process.pid}-\\w+$`));
});

test("what a killed process left is removed by the next run, what a living one uses is not", async () => {
  const own = await make();
  const left = folderOf(endedPid(), own);
  const used = folderOf(process.ppid, own);
  await make();
  expect([existsSync(left), existsSync(used), existsSync(own)]).toEqual([false, true, true]);
});

test("the folder of another container, whose processes cannot be seen, stays", async () => {
  const own = await make();
  const [, , space = ""] = basename(own).split("-");
  const foreign = folderOf(endedPid(), join(dirname(own), basename(own).replace(`-${space}-`, `-${hostname().length}0${space}-`)));
  await sweepTemporaryFolders();
  expect(existsSync(foreign)).toBe(true);
});
