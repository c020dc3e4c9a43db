import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";

const root = resolve(__dirname, "../..");
const example = join(root, "examples/quickstart");
const models = ["first", "better", "best"].map((name) => join(example, "models", name, "digits.joblib"));
const run = promisify(execFile);

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

test("the three models are there, small, and no two are the same", () => {
  for (const model of models) expect(statSync(model).size).toBeLessThan(100_000);
  expect(new Set(models.map(sha256)).size).toBe(3);
});

test("training again gives models that answer like these, and the same sample", async () => {
  const python = await trainingEnvironment();
  const { stdout } = await run(python, ["train.py", "--check"], { cwd: example });
  const seen = stdout
    .trim()
    .split("\n")
    .map((line) => /sees (\d) in sample.json \(it is a (\d)\)/.exec(line)?.slice(1));
  // Three different answers on the shown image, and the best model's is the right one.
  expect(new Set(seen.map((answer) => answer?.[0])).size).toBe(3);
  expect(seen[2]?.[0]).toBe(seen[2]?.[1]);
});

test("each style of the algorithm names its model exactly once, and both name the same file", () => {
  const classic = readFileSync(join(example, "algorithm/src/digits.py"), "utf8");
  expect(classic.match(/data:\/\/[^"]*/g)).toEqual(["data://demo/digits/digits.joblib"]);
  const manifest = JSON.parse(readFileSync(join(example, "algorithm-adk/model_manifest.json"), "utf8"));
  expect(manifest.required_files.map((file: { source_uri: string }) => file.source_uri)).toEqual(["data://demo/digits/digits.joblib"]);
});

test("models.yaml at the root pins the better model of this example by its hash", () => {
  const pin = parse(readFileSync(join(root, "models.yaml"), "utf8")).algorithms["demo/digits"];
  expect(pin).toEqual({ model: "examples/quickstart/models/better/digits.joblib", sha256: sha256(models[1]!) });
});

/** The interpreter of an environment with the example's requirements, made once and kept with the installed packages. */
async function trainingEnvironment(): Promise<string> {
  const requirements = join(example, "requirements.txt");
  const folder = join(root, "node_modules/.cache/training", sha256(requirements).slice(0, 12));
  const python = join(folder, "bin/python");
  if (existsSync(python)) return python;
  // Made under another name, so that a run that was cut off leaves nothing that looks complete. Only the interpreter is asked for by path.
  mkdirSync(join(folder, ".."), { recursive: true });
  const beside = mkdtempSync(`${folder}-`);
  await run("python3", ["-m", "venv", beside]);
  await run(join(beside, "bin/python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]);
  try {
    renameSync(beside, folder);
  } catch {
    // Another run was quicker: its environment is as good.
    rmSync(beside, { recursive: true, force: true });
  }
  return python;
}
