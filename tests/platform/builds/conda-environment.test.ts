import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCondaEnvironment } from "../../../platform/builds/conda-environment";
import { readBuiltVersion } from "../../../platform/runner/built-version";
import { algorithm, Workbench } from "./workbench";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "platform-conda-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logged: string[] = [];
const read = (environment: string) => {
  writeFileSync(join(folder, "environment.yml"), environment);
  return readCondaEnvironment(folder, (text) => logged.push(text));
};

test.each([
  ["numpy", "numpy"],
  ["numpy=1.21", "numpy==1.21.*"],
  ["numpy = 1.21", "numpy==1.21.*"],
  ["numpy=1.21.*", "numpy==1.21.*"],
  ["numpy==1.21.5", "numpy==1.21.5"],
  ["numpy 1.21.5", "numpy==1.21.5"],
  ["numpy=1.21.5=py39h6635163_0", "numpy==1.21.5"],
  ["numpy >=1.21, <2", "numpy>=1.21,<2"],
  ["numpy *", "numpy"],
  ["conda-forge::Scikit-Learn=1.0.2", "scikit-learn==1.0.2.*"],
  ["pytorch=1.12", "torch==1.12.*"],
])("conda's %s is pip's %s", async (conda, pip) => {
  expect((await read(`dependencies:\n  - "${conda}"\n`)).lines).toEqual([pip]);
});

test("what every environment has is left out, what stands under pip is kept, and the log tells where packages come from", async () => {
  logged.splice(0);
  writeFileSync(join(folder, "more.txt"), "attrs\n");
  const environment =
    "name: x\nchannels: [defaults]\ndependencies:\n  - python=3.8\n  - pip\n  - pip:\n    - six==1.16.0 # why\n    - -r more.txt\n";
  expect((await read(environment)).lines).toEqual(["six==1.16.0", "attrs"]);
  expect(logged.join("")).toBe(
    "Packages of environment.yml come from PyPI, channels are not asked\nenvironment.yml asks for 'python=3.8'; the Python of this machine is used\n",
  );
});

test.each(["", "name: x\n", "dependencies:\n", "dependencies: [{pip: }]\n"])("an environment.yml of %j requires nothing", async (text) => {
  expect((await read(text)).lines).toEqual([]);
});

test("so does none", async () => {
  expect((await readCondaEnvironment(folder, () => {})).lines).toEqual([]);
});

test.each([
  ["dependencies: {numpy: 1}", "must have a list"],
  ["dependencies: [{npm: [x]}]", "must have a list"],
  ["dependencies: [", "must have a list"],
  ["dependencies: ['numpy>=1|<0.5']", "cannot be told to pip"],
  ["dependencies: ['numpy[version=1]']", "cannot be told to pip"],
  ["dependencies: ['=1.2']", "names no package"],
  ["dependencies: [{pip: ['./wheels/x.whl']}]", "a path of the repository"],
  ["dependencies: [{pip: ['-e .']}]", "editable"],
])("an environment.yml of %j fails as requirements", async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({ kind: "requirements", message: expect.stringContaining(message) });
});

test("a conda algorithm is built with the packages of environment.yml, in the environment that requirements.txt would give", async () => {
  const workbench = new Workbench();
  const conf = JSON.stringify({ algoname: "hello", language: "anaconda3x" });
  const files = algorithm("def apply(input):\n    return input\n");
  const conda = { ...files, "algorithmia.conf": conf, "requirements.txt": "no-such-package-is-read\n" };
  const built = await workbench.build({ ...conda, "environment.yml": "dependencies:\n  - python=3\n  - colorama==0.4.6\n" });
  expect(built).toMatchObject({ outcome: { succeeded: true }, log: expect.stringContaining("Imported colorama") });
  const plain = await workbench.build({ ...files, "requirements.txt": "colorama==0.4.6\n" });
  const [one, other] = await Promise.all([built, plain].map(({ versionDir }) => readBuiltVersion(versionDir)));
  expect(one!.environmentDir).toBe(other!.environmentDir);
  await workbench.close();
});
