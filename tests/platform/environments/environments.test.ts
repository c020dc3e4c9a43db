import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describeSource } from "../../../platform/builds/source";
import { type Platform, startPlatform } from "../../../platform/index";
import { git, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const edge = "/v1/algorithm-environments/edge";

test("reference 5.3: the languages are a bare array with a configuration that is JSON in a text", async () => {
  const { status, json } = await send(platform, "GET", `${edge}/languages`);
  expect([status, json]).toEqual([
    200,
    [
      { name: "anaconda3", display_name: "Python 3 (environment.yml)", configuration: expect.any(String) },
      { name: "javascript", display_name: "JavaScript", configuration: expect.any(String) },
      { name: "python3", display_name: "Python 3", configuration: expect.any(String) },
    ],
  ]);
  for (const { configuration } of json) expect(() => JSON.parse(configuration)).not.toThrow();
});

test.each([
  ["python3", "Python 3", "python3"],
  ["python38", "Python 3", "python3"],
  ["python-3.x-1", "Python 3", "python3"],
  ["python2", "Python 3", "python3"],
  ["anaconda3", "Python 3 (environment.yml)", "anaconda3"],
  ["javascript", "JavaScript", "javascript"],
  ["node-5.x-1", "JavaScript", "javascript"],
])("reference 5.3: the environments of %s come wrapped", async (language, displayName, name) => {
  const { environments } = (await send(platform, "GET", `${edge}/languages/${language}/environments`)).json;
  expect(environments).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      environment_specification_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      display_name: displayName,
      description: expect.any(String),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
      language: expect.objectContaining({ name }),
      machine_type: "CPU",
    },
  ]);
});

test("an unknown language has error 4001", async () => {
  expect((await send(platform, "GET", `${edge}/languages/cobol/environments`)).json.error).toMatchObject({ code: 4001 });
});

test.each([
  ["python3", "src/listed_python3.py"],
  ["anaconda3", "environment.yml"],
  ["javascript", "src/listed_javascript.js"],
])("an algorithm is created in a listed environment of %s, with the template of that language", async (language, module) => {
  const { environments } = (await send(platform, "GET", `${edge}/languages/${language}/environments`)).json;
  const body = { name: `listed_${language}`, settings: { algorithm_environment: environments[0].id } };
  const { status, json } = await send(platform, "POST", "/v1/algorithms/demo", { body });
  expect(status).toBe(201);
  expect(await git(join(platform.dataDir, "repositories", `${json.id}.git`), "ls-tree", "-r", "--name-only", "master")).toContain(module);
});

test.each([
  ["python3", ["requirements.txt", "src", "src/Algorithm.py", "src/Algorithm_test.py", "src/__init__.py"], "Algorithm"],
  ["anaconda3", ["environment.yml", "src", "src/Algorithm.py", "src/Algorithm_test.py", "src/__init__.py"], "Algorithm"],
  ["javascript", ["package.json", "src", "src/Algorithm.js", "test", "test/Algorithm.test.js"], "src/Algorithm.js"],
])(
  "reference 5.3: the template of %s is a tar.gz for everyone, the same each time, that any algorithm can begin with",
  async (language, files, module) => {
    const { environments } = (await send(platform, "GET", `${edge}/languages/${language}/environments`)).json;
    const address = `${edge}/environment-specifications/${environments[0].environment_specification_id}/template`;
    const archive = await send(platform, "GET", address, { key: null });
    expect([archive.status, archive.headers["content-type"]]).toEqual([200, "application/gzip"]);
    expect((await send(platform, "GET", address)).bytes.equals(archive.bytes)).toBe(true);

    const unpacked = mkdtempSync(join(folder, "template-"));
    execFileSync("tar", ["-xz"], { cwd: unpacked, input: archive.bytes });
    expect(readdirSync(unpacked, { recursive: true }).sort()).toEqual(["README.md", "algorithmia.conf", ...files].sort());
    expect(await describeSource(unpacked, "anything")).toMatchObject({
      language: language === "anaconda3" ? "python3" : language,
      conda: language === "anaconda3",
      module,
    });
  },
);

test("an unknown specification answers JSON that says where to look", async () => {
  const { status, json } = await send(platform, "GET", `${edge}/environment-specifications/none/template`, { key: null });
  expect([status, json.error.message]).toEqual([404, expect.stringContaining("none")]);
});
