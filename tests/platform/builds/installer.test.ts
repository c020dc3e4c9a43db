import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findPython } from "../../../platform/builds/python";
import { readBuiltVersion } from "../../../platform/runner/built-version";
import { algorithm, Workbench } from "./workbench";

const hello = "def apply(input):\n    return input\n";
const saved = { ...process.env };
let workbench: Workbench;
let cacheDir: string;

/** A machine without uv: git, Python and a few commands are on its PATH. */
beforeEach(async () => {
  const python = await findPython(new AbortController().signal);
  workbench = new Workbench();
  cacheDir = join(workbench.root, "cache");
  const bin = join(workbench.root, "bin");
  mkdirSync(bin);
  symlinkSync(python.path, join(bin, "python3"));
  for (const name of ["git", "find", "chmod"]) {
    symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(bin, name));
  }
  process.env.PATH = bin;
});
afterEach(async () => {
  process.env = { ...saved };
  await workbench.close();
});

test("uv is installed into the cache once, and found there afterwards", async () => {
  const first = new Workbench(cacheDir);
  const second = new Workbench(cacheDir);
  try {
    const files = algorithm(hello, { "requirements.txt": "idna==3.10\n" });
    const one = await first.build(files);
    expect(one.outcome).toEqual({ succeeded: true });
    expect(one.log).toContain("Installing uv, once for this machine");
    expect(existsSync(join(cacheDir, "uv", "bin", "uv"))).toBe(true);
    const two = await second.build(files);
    expect(two.outcome).toEqual({ succeeded: true });
    expect(two.log).not.toContain("Installing uv");
    const inode = async ({ versionDir }: typeof one) => {
      const { environmentDir } = await readBuiltVersion(versionDir);
      const [python = ""] = readdirSync(join(environmentDir, "lib"));
      return statSync(join(environmentDir, "lib", python, "site-packages/idna/core.py")).ino;
    };
    expect(await inode(two)).toBe(await inode(one));
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});

/** A folder with a wheel of the package `own`, so that something can be installed without an index. */
function wheels(python: string): string {
  const folder = join(workbench.root, "wheels");
  mkdirSync(folder);
  const files = {
    "own.py": "",
    "own-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: own\nVersion: 1\n",
    "own-1.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "own-1.dist-info/RECORD": "",
  };
  const zip =
    "import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n  for item in json.loads(sys.argv[2]).items(): z.writestr(*item)";
  execFileSync(python, ["-c", zip, join(folder, "own-1-py3-none-any.whl"), JSON.stringify(files)]);
  return folder;
}

test("without uv and without a way to get it, environments are made with venv and pip", async () => {
  Object.assign(process.env, { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_RETRIES: "0", PIP_FIND_LINKS: wheels("python3") });
  const offline = new Workbench(cacheDir);
  try {
    const { outcome, log, versionDir } = await offline.build(algorithm(hello, { "requirements.txt": "own==1\n" }));
    expect(log).toContain("uv could not be installed; going on with pip");
    expect(log).toContain("Imported own");
    expect(outcome).toEqual({ succeeded: true });
    const { environmentDir } = await readBuiltVersion(versionDir);
    expect(readFileSync(join(environmentDir, "bin/pip"), "utf8")).toContain(`${environmentDir}/bin/python`);
  } finally {
    await offline.close();
  }
});
