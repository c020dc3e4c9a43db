import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describeSource } from "../../../platform/builds/source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "platform-source-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

test.each([
  [{ language: "python3" }],
  [{ language: "python-3.x-1" }],
  [{ langauge: "python3.7" }],
  [{ language: "python3-1" }],
  [{ language: "python38" }],
  [{}],
])("%j is Python 3", async (conf) => {
  write({ "algorithmia.conf": JSON.stringify(conf), "src/hello.py": "" });
  await expect(describeSource(folder, "hello")).resolves.toMatchObject({ module: "hello" });
});

test.each(["anaconda3x", "anaconda3"])("%s is Python 3 with its packages in environment.yml", async (language) => {
  write({ "algorithmia.conf": JSON.stringify({ language }), "src/hello.py": "" });
  await expect(describeSource(folder, "hello")).resolves.toMatchObject({ language: "python3", module: "hello", conda: true });
});

test.each(["python-2.x-1", "java-ojdk11", "r36", "scala-2-sbt-1.3", "rust"])("%s is refused by name", async (language) => {
  write({ "algorithmia.conf": JSON.stringify({ language }), "src/hello.py": "" });
  await expect(describeSource(folder, "hello")).rejects.toMatchObject({
    kind: "language",
    message: expect.stringContaining(`'${language}'`),
  });
});

test.each([[{ language: "javascript" }], [{ language: "node-5.x-1" }], [{ language: "nodejs" }], [{}]])(
  "%j is JavaScript",
  async (conf) => {
    write({ "algorithmia.conf": JSON.stringify(conf), "src/other.js": "", "src/Hello.mjs": "" });
    await expect(describeSource(folder, "hello")).resolves.toMatchObject({ language: "javascript", module: "src/Hello.mjs" });
  },
);

test("the module is named by algorithmia.conf, else by the repository, whatever the case, or is the ADK's Algorithm.py", async () => {
  write({ "src/Other.py": "", "src/hello.py": "" });
  await expect(describeSource(folder, "hello")).resolves.toMatchObject({ module: "hello" });
  write({ "algorithmia.conf": JSON.stringify({ algoname: "other" }) });
  await expect(describeSource(folder, "hello")).resolves.toMatchObject({ module: "Other" });
  write({ "algorithmia.conf": JSON.stringify({ algoname: "__ALGO__" }) });
  await expect(describeSource(folder, "hello")).resolves.toMatchObject({ module: "hello" });
  write({ "src/Algorithm.py": "" });
  await expect(describeSource(folder, "third")).resolves.toMatchObject({ module: "Algorithm" });
});

test("a missing module is an error that names what is there", async () => {
  write({ "src/other.py": "" });
  await expect(describeSource(folder, "hello")).rejects.toMatchObject({
    kind: "import",
    message: 'src/hello.py is missing; src/ has other.py. Name the file after "algoname" in algorithmia.conf, or correct that name.',
  });
});

test.each(["{", "[]", '{"language": 3}'])("an algorithmia.conf of %s is refused", async (text) => {
  write({ "algorithmia.conf": text, "src/hello.py": "" });
  await expect(describeSource(folder, "hello")).rejects.toMatchObject({
    kind: "language",
    message: expect.stringContaining("algorithmia.conf must be"),
  });
});

test("a link that leads out of the repository is not followed", async () => {
  write({ "src/hello.py": "" });
  symlinkSync("/etc/hostname", join(folder, "algorithmia.conf"));
  await expect(describeSource(folder, "hello")).rejects.toMatchObject({ message: expect.stringContaining("leads out of the repository") });
});
