import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../provider/cli/main";
import { inspectModel } from "../../../provider/model/inspect-model";
import { sha256Of } from "../../support/sha256";
import { capturedTerminal } from "./captured-terminal";

jest.mock("axios", () => {
  throw new Error("pinning a local file needs no network");
});

const old = "0".repeat(63).concat("a");
let folder: string;
let file: string;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pin-"));
  environment = { ...process.env };
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  process.env.HOME = folder; // No profile with a key.
  delete process.env.ALGORITHMIA_API_KEY;
  file = join(folder, "infra", "models.yaml");
  mkdirSync(join(folder, "infra"));
  mkdirSync(join(folder, "models"));
});
afterEach(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

function model(name: string, content: string): string {
  writeFileSync(join(folder, "models", name), content);
  return join(folder, "models", name);
}

async function pin(...args: string[]) {
  const terminal = capturedTerminal();
  const code = await run(["pin", ...args, "--file", file], terminal);
  return { code, out: terminal.outText, err: terminal.errText };
}

test("the first pin makes the file, with the model's path as seen from there", async () => {
  const { code, out } = await pin("acme/sentiment", model("a b.pkl", "weights"));
  expect(code).toBe(0);
  expect(readFileSync(file, "utf8")).toMatch(
    new RegExp(`^# .*\\nalgorithms:\\n  acme/sentiment:\\n    model: ../models/a b.pkl\\n    sha256: ${sha256Of("weights")}\\n$`, "s"),
  );
  expect(out).toBe(
    `acme/sentiment in ${file}: pinned.\n  model   (none) → ../models/a b.pkl (7 bytes)\n  sha256  (none) → ${sha256Of("weights")}\nNext: pulumi preview\n`,
  );
});

test("another model changes two values and prints old and new hash", async () => {
  const text = `# mine\nalgorithms:\n  acme/sentiment:\n    sha256: ${old} # keep\n    model: '../models/old.pkl'\n`;
  writeFileSync(file, text);
  const { code, out } = await pin("acme/sentiment", model("new.pkl", "better"));
  expect(code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(text.replace(old, sha256Of("better")).replace("old.pkl", "new.pkl"));
  expect(out).toContain(`  model   ../models/old.pkl → ../models/new.pkl (6 bytes)\n  sha256  ${old} → ${sha256Of("better")}\n`);
});

test("the same model again is unchanged, and the file is not written", async () => {
  const path = model("a.pkl", "weights");
  await pin("acme/sentiment", path);
  const before = statSync(file, { bigint: true });
  const { code, out } = await pin("acme/sentiment", path);
  expect({ code, out }).toEqual({ code: 0, out: `acme/sentiment in ${file}: unchanged (sha256 ${sha256Of("weights")}).\n` });
  const after = statSync(file, { bigint: true });
  expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
});

test("--check says what would change, writes nothing and exits 1; with nothing to change it exits 0", async () => {
  const path = model("a.pkl", "weights");
  const { code, out } = await pin("acme/sentiment", path, "--check");
  expect(code).toBe(1);
  expect(out).toContain("acme/sentiment in");
  expect(out).toContain("would change");
  expect(readdirSync(join(folder, "infra"))).toEqual([]);

  await pin("acme/sentiment", path);
  expect((await pin("acme/sentiment", path, "--check")).code).toBe(0);
  model("a.pkl", "other weights");
  const text = readFileSync(file, "utf8");
  expect((await pin("acme/sentiment", path, "--check")).code).toBe(1);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("--json tells everything to a script", async () => {
  writeFileSync(file, `algorithms: { acme/sentiment: { uri: "data://acme/models/v1.pkl", sha256: ${old} } }\n`);
  const { out } = await pin("acme/sentiment", model("a.pkl", "weights"), "--json", "--version-type", "major");
  expect(JSON.parse(out)).toEqual({
    algorithm: "acme/sentiment",
    file,
    changed: true,
    written: true,
    model: "../models/a.pkl",
    sha256: sha256Of("weights"),
    sizeBytes: 7,
    versionType: "major",
    warnings: [],
    previous: { uri: "data://acme/models/v1.pkl", sha256: old },
  });
});

test("a URI with its hash is pinned as it is", async () => {
  const { code } = await pin("acme/sentiment", "s3+prod://models/v7.pkl", "--sha256", old.toUpperCase());
  expect(code).toBe(0);
  expect(readFileSync(file, "utf8")).toContain(`  acme/sentiment:\n    uri: s3+prod://models/v7.pkl\n    sha256: ${old}\n`);
});

test.each([
  ["data://acme/models/v7.pkl", "PIN_URI_NEEDS_SHA256", "--sha256"],
  ["s3+prod://models/v7.pkl", "PIN_URI_NEEDS_SHA256", "no API key is configured"],
  ["data://.my/models/v7.pkl", "PIN_URI_INVALID", "name the owner"],
  ["https://example.com/v7.pkl", "PIN_URI_INVALID", "there is no storage https://"],
])("%s alone is refused where no storage can be asked, and nothing is written", async (uri, code, hint) => {
  const { code: exitCode, err } = await pin("acme/sentiment", uri);
  expect(exitCode).toBe(1);
  expect(err).toContain(`[${code}]`);
  expect(err).toContain(hint);
  expect(readdirSync(join(folder, "infra"))).toEqual([]);
});

test("a local file that is not the one of --sha256 is refused", async () => {
  const { code, err } = await pin("acme/sentiment", model("a.pkl", "weights"), "--sha256", old);
  expect(code).toBe(1);
  expect(err).toContain("[MODEL_HASH_MISMATCH]");
  expect(err).toContain(sha256Of("weights"));
});

test("a folder is pinned like a file, by the hash of its archive", async () => {
  mkdirSync(join(folder, "models", "bert"));
  model("bert/config.json", "{}");
  model("bert/model.bin", "weights");
  const path = join(folder, "models", "bert");
  const { code, out } = await pin("acme/intent", path);
  expect(code).toBe(0);
  expect(out).toContain("  model   (none) → ../models/bert (3.0 KiB)\n");
  const { sha256 } = await inspectModel(path);
  expect(readFileSync(file, "utf8")).toContain(`    model: ../models/bert\n    sha256: ${sha256}\n`);
  expect((await pin("acme/intent", path)).out).toContain("unchanged");
});

test("what should be known of a model before it is loaded is told on stderr, and to scripts", async () => {
  const path = model("a.pkl", "cos\nsystem\n.");
  const warning = `${path} is a pickle: loading it runs code. It imports os.system.`;
  const { code, err } = await pin("acme/sentiment", path);
  expect({ code, err }).toEqual({ code: 0, err: `warning: ${warning}\n` });
  expect(JSON.parse((await pin("acme/sentiment", path, "--json")).out)).toMatchObject({ warnings: [warning] });
});

test.each([
  ["an empty model", "", "MODEL_IS_EMPTY"],
  ["a model that is cut off", `PK\x03\x04${"\0".repeat(22)}\x01\0\0\0a`, "MODEL_TRUNCATED"],
  ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "MODEL_IS_LFS_POINTER"],
])("%s is refused before the pin file is touched", async (_, content, code) => {
  const { err } = await pin("acme/sentiment", model("a.pkl", content));
  expect(err).toContain(`[${code}]`);
  expect(readdirSync(join(folder, "infra"))).toEqual([]);
});

test("a malformed pin file is told with line and column, and stays as it is", async () => {
  writeFileSync(file, "algorithms:\n  acme:\n    model: x\n");
  const { code, err } = await pin("acme/sentiment", model("a.pkl", "weights"));
  expect(code).toBe(1);
  expect(err).toContain(`${file}:2:3: expected "owner/name", got "acme"`);
  expect(readFileSync(file, "utf8")).toBe("algorithms:\n  acme:\n    model: x\n");
});

test("a link stays a link, and the file keeps its mode", async () => {
  const real = join(folder, "real.yaml");
  writeFileSync(real, "# mine\n");
  chmodSync(real, 0o640);
  symlinkSync(real, file);
  await pin("acme/sentiment", model("a.pkl", "weights"));
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, "utf8")).toMatch(/^# mine\nalgorithms:\n/);
  expect(statSync(real).mode & 0o777).toBe(0o640);
});

test("a folder that is not there is named", async () => {
  file = join(folder, "nowhere", "models.yaml");
  const { code, err } = await pin("acme/sentiment", model("a.pkl", "weights"));
  expect(code).toBe(1);
  expect(err).toMatch(/nowhere\/models\.yaml cannot be read or written: ENOENT: no such file or directory\. .*\[PINS_NOT_READABLE\]/);
});

test("one of several models is pinned by its name; a name that the pin does not have is refused", async () => {
  const words = join(folder, "words.txt");
  writeFileSync(words, "words");
  const entry = (sha256: string) =>
    `algorithms:\n  acme/sentiment:\n    models:\n      words: { model: old.txt, sha256: ${sha256} } # kept\n`;
  writeFileSync(file, entry("0".repeat(64)));
  const terminal = capturedTerminal();
  expect(await run(["pin", "acme/sentiment", words, "--name", "words", "--file", file], terminal)).toBe(0);
  expect(terminal.outText).toContain("acme/sentiment (words) in ");
  expect(readFileSync(file, "utf8")).toBe(entry(sha256Of("words")).replace("old.txt", "../words.txt"));
  const refused = capturedTerminal();
  expect(await run(["pin", "acme/sentiment", words, "--name", "labels", "--file", file], refused)).toBe(1);
  expect(refused.errText).toContain("acme/sentiment must have models.labels, written out");
});

test("without a name a pin of several models gets one more, and is warned of", async () => {
  writeFileSync(
    file,
    `algorithms:\n  acme/a: { models: { words: { model: w.txt, sha256: ${old} }, labels: { model: l.txt, sha256: ${old} } } }\n`,
  );
  const { code, err } = await pin("acme/a", model("new.txt", "new"));
  expect(code).toBe(0);
  expect(err).toBe("warning: acme/a has the models words, labels: this is one more beside them. To change one, say which: --name words\n");
  expect((await pin("acme/a", model("new.txt", "newer"))).err).toBe("");
});
