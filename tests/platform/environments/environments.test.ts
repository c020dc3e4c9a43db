import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeSource } from "../../../platform/builds/source";
import { type Platform, startPlatform } from "../../../platform/index";
import { send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const edge = "/v1/algorithm-environments/edge";

test("reference 5.3: the languages are a bare array with a configuration that is JSON in a text", async () => {
  const { status, json } = await send(platform, "GET", `${edge}/languages`);
  expect([status, json]).toEqual([200, [{ name: "python3", display_name: "Python 3", configuration: expect.any(String) }]]);
  expect(() => JSON.parse(json[0].configuration)).not.toThrow();
});

test.each(["python3", "python38", "python-3.x-1"])("reference 5.3: the environments of %s come wrapped", async (language) => {
  const { environments } = (await send(platform, "GET", `${edge}/languages/${language}/environments`)).json;
  expect(environments).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      environment_specification_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      display_name: "Python 3",
      description: expect.any(String),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
      language: expect.objectContaining({ name: "python3" }),
      machine_type: "CPU",
    },
  ]);
});

test("an unknown language has error 4001", async () => {
  expect((await send(platform, "GET", `${edge}/languages/cobol/environments`)).json.error).toMatchObject({ code: 4001 });
});

test("an algorithm is created in a listed environment", async () => {
  const { environments } = (await send(platform, "GET", `${edge}/languages/python3/environments`)).json;
  const body = { name: "listed", settings: { algorithm_environment: environments[0].id } };
  expect((await send(platform, "POST", "/v1/algorithms/demo", { body })).status).toBe(201);
});

test("reference 5.3: the template is a tar.gz for everyone, the same each time, with a source that any algorithm can begin with", async () => {
  const { environments } = (await send(platform, "GET", `${edge}/languages/python3/environments`)).json;
  const address = `${edge}/environment-specifications/${environments[0].environment_specification_id}/template`;
  const archive = await send(platform, "GET", address, { key: null });
  expect([archive.status, archive.headers["content-type"]]).toEqual([200, "application/gzip"]);
  expect((await send(platform, "GET", address)).bytes.equals(archive.bytes)).toBe(true);

  const unpacked = mkdtempSync(join(folder, "template-"));
  execFileSync("tar", ["-xz"], { cwd: unpacked, input: archive.bytes });
  expect(readdirSync(unpacked, { recursive: true }).sort()).toEqual([
    "README.md",
    "algorithmia.conf",
    "requirements.txt",
    "src",
    "src/Algorithm.py",
    "src/Algorithm_test.py",
    "src/__init__.py",
  ]);
  expect(readFileSync(join(unpacked, "src", "Algorithm.py"), "utf8")).toContain("def apply(input):");
  expect(await describeSource(unpacked, "anything")).toMatchObject({ module: "Algorithm" });
});

test("an unknown specification answers JSON that says where to look", async () => {
  const { status, json } = await send(platform, "GET", `${edge}/environment-specifications/none/template`, { key: null });
  expect([status, json.error.message]).toEqual([404, expect.stringContaining("none")]);
});
