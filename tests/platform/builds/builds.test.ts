import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createBuilder } from "../../../platform/builds";
import { readBuiltVersion } from "../../../platform/runner/built-version";
import { algorithm, Workbench } from "./workbench";

let workbench: Workbench;
beforeEach(() => {
  workbench = new Workbench();
});
afterEach(() => workbench.close());

const hello = "def apply(input):\n    return input\n";
const environments = () => readdirSync(workbench.environmentsDir).filter((name) => !name.startsWith("."));

/** A failed build leaves neither a version nor the beginning of one. */
function nothingIsLeftOf(versionDir: string) {
  expect(existsSync(versionDir)).toBe(false);
  expect(existsSync(`${versionDir}.partial`)).toBe(false);
}

test("a build makes the source of the commit, compiled, and an environment, and tells what it does", async () => {
  const { outcome, log, versionDir } = await workbench.build(algorithm(hello, { "data/words.txt": "one\n" }));
  expect(outcome).toEqual({ succeeded: true });
  expect(log).toContain("Beginning container customization\n");
  expect(log).toMatch(/Making an environment with Python 3\.\d+/);
  const { sourceDir, environmentDir, module } = await readBuiltVersion(versionDir);
  expect(module).toBe("hello");
  expect(readFileSync(join(sourceDir, "data/words.txt"), "utf8")).toBe("one\n");
  expect(readdirSync(join(sourceDir, "src/__pycache__"))).toHaveLength(2);
  expect(existsSync(join(environmentDir, "bin/python"))).toBe(true);
  expect(existsSync(`${versionDir}.partial`)).toBe(false);
});

test("versions with the same requirements share an environment whatever their comments, made once when builds ask at once", async () => {
  const files = (text: string) => algorithm(hello, { "requirements.txt": text });
  const builds = await Promise.all([
    workbench.build(files("# colours\ncolorama==0.4.6\n")),
    workbench.build(files("\ncolorama==0.4.6   # colours\n")),
    workbench.build({ ...files("-r more.txt\n"), "more.txt": "colorama==0.4.6\n" }),
  ]);
  expect(builds.map(({ outcome }) => outcome.succeeded)).toEqual([true, true, true]);
  const folders = await Promise.all(builds.map(async ({ versionDir }) => (await readBuiltVersion(versionDir)).environmentDir));
  expect(new Set(folders).size).toBe(1);
  expect(environments()).toHaveLength(1);
  for (const { log } of builds) expect(log).toContain("Imported colorama");
  const later = await workbench.build(files("colorama==0.4.6\n"));
  expect(later.log).toContain("Using environment");
  expect(later.log).not.toContain("Making an environment");
});

test("two builders, as of two processes, can make the same environment at once", async () => {
  const other = createBuilder({ environmentsDir: workbench.environmentsDir });
  const files = algorithm(hello, { "requirements.txt": "colorama==0.4.6\n" });
  const builds = await Promise.all([workbench.build(files), workbench.build(files, {}, other)]);
  await other.close();
  for (const { outcome, log } of builds) {
    expect(outcome).toEqual({ succeeded: true });
    expect(log).toContain("Making an environment");
  }
  expect(environments()).toHaveLength(1);
});

test("an environment's files are read-only and compiled, and its scripts name it", async () => {
  const { versionDir } = await workbench.build(algorithm(hello, { "requirements.txt": "idna==3.10\ncharset-normalizer==3.4.2\n" }));
  const { environmentDir } = await readBuiltVersion(versionDir);
  const packages = join(environmentDir, "lib", readdirSync(join(environmentDir, "lib"))[0]!, "site-packages");
  expect(lstatSync(join(packages, "idna/core.py")).mode & 0o222).toBe(0);
  expect(readdirSync(join(packages, "idna/__pycache__"))).not.toEqual([]);
  expect(readFileSync(join(environmentDir, "bin/normalizer"), "utf8")).toContain(join(environmentDir, "bin/python"));
});

test("requirements that cannot be resolved fail with the resolver's words, and leave no environment", async () => {
  const { outcome, log, versionDir } = await workbench.build(algorithm(hello, { "requirements.txt": "colorama==99.0\n" }));
  expect(outcome).toMatchObject({ succeeded: false, kind: "requirements", message: expect.stringContaining("colorama") });
  expect(log).toContain("colorama==99.0");
  expect(environments()).toEqual([]);
  nothingIsLeftOf(versionDir);
});

test.each([
  ["-e .\n", "is editable"],
  ["-r missing.txt\n", "which is not in the repository"],
  ["-r requirements.txt\n", "includes itself"],
  ["-r ../../etc/passwd\n", "which is not in the repository"],
])("requirements of %j fail because it %s", async (text, why) => {
  const { outcome, versionDir } = await workbench.build(algorithm(hello, { "requirements.txt": text }));
  expect(outcome).toMatchObject({ succeeded: false, kind: "requirements", message: expect.stringContaining(why) });
  nothingIsLeftOf(versionDir);
});

test("a package of the repository itself can be required, by this commit alone", async () => {
  const setup = "from setuptools import setup\nsetup(name='own', version='1', py_modules=['own'])\n";
  const files = algorithm(hello, { "requirements.txt": "./own\n", "own/setup.py": setup, "own/own.py": "ANSWER = 42\n" });
  const { outcome, log } = await workbench.build(files);
  expect(log).toContain("own==1");
  expect(outcome).toEqual({ succeeded: true });
});

test("a package that cannot be imported is a line in the log, not a failure", async () => {
  const setup = "from setuptools import setup\nsetup(name='sad', version='1', py_modules=['sad'])\n";
  const files = algorithm(hello, { "requirements.txt": "sad @ ./sad\n", "sad/setup.py": setup, "sad/sad.py": "raise OSError('no GPU')\n" });
  const { outcome, log } = await workbench.build(files);
  expect(log).toContain("Importing sad failed: OSError: no GPU");
  expect(outcome).toEqual({ succeeded: true });
});

test("a syntax error in src/ fails with the place in the log; elsewhere it is only told of", async () => {
  const broken = await workbench.build(algorithm("def apply(input:\n    return 1\n"));
  expect(broken.outcome).toMatchObject({ succeeded: false, kind: "import" });
  expect(broken.log).toMatch(/src\/hello\.py does not compile:[\s\S]*line 1[\s\S]*SyntaxError/);
  nothingIsLeftOf(broken.versionDir);
  const elsewhere = await workbench.build(algorithm(hello, { "tools/old.py": "print 'python 2'\n" }));
  expect(elsewhere.log).toContain("tools/old.py does not compile and is left as it is");
  expect(elsewhere.outcome).toEqual({ succeeded: true });
});

test("the algorithm itself is not run by its build", async () => {
  const { outcome } = await workbench.build(algorithm("raise RuntimeError('loads a model')\n"));
  expect(outcome).toEqual({ succeeded: true });
});

test("a commit that the repository does not hold fails as clone", async () => {
  const { outcome, versionDir } = await workbench.build("0".repeat(40));
  expect(outcome).toMatchObject({ succeeded: false, kind: "clone" });
  nothingIsLeftOf(versionDir);
});
