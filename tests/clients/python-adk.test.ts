import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAlgorithm, Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

const source = `from Algorithmia import ADK
import Algorithmia


def load(model_data):
    with open(model_data.get_model("numbers")) as file:
        return {"numbers": file.read()}


def apply(input, state):
    if input == "raise":
        raise ValueError("raised on request")
    return {"model": state["numbers"], "input": input}


algorithm = ADK(apply, load, Algorithmia.client())
algorithm.init("sample")
`;

const manifest = (failOnTamper: boolean) => ({
  required_files: [{ name: "numbers", source_uri: "data://demo/adkmodels/numbers.txt", fail_on_tamper: failOnTamper }],
  optional_files: [],
});

const model = (version: string) => `client.algo("demo/adk/${version}").pipe("x").result["model"]`;

test("reference 4.2, 8.2: an ADK algorithm is served with a plain manifest, and with one that algo froze, which pins the file's bytes", async () => {
  await person.python(`${createAlgorithm("adk")}
client.dir("data://demo/adkmodels").create()
client.file("data://demo/adkmodels/numbers.txt").put("one")
answer = None
`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/adk.git`]);
  person.write("adk/src/adk.py", source);
  person.write("adk/.adk", "");
  person.write("adk/requirements.txt", "algorithmia==2.0.5\nalgorithmia-adk==1.2.4\n");
  person.write("adk/model_manifest.json", JSON.stringify(manifest(false), null, 2));
  await person.push("adk");
  const plain = await person.python(`
algo = client.algo("demo/adk")
algo.compile()
algo.publish(version_info={"version_type": "minor"})
try:
    raised = client.algo("demo/adk/0.1.0").pipe("raise").result
except Exception as error:
    raised = str(error)
answer = [client.algo("demo/adk/0.1.0").pipe("x").result, raised]
`);
  expect(plain).toEqual([{ model: "one", input: "x" }, expect.stringContaining("raised on request")]);

  person.write("adk/model_manifest.json", JSON.stringify(manifest(true), null, 2));
  await person.shell("algo", ["freeze"], { cwd: join(person.home, "adk") });
  expect(JSON.parse(readFileSync(join(person.home, "adk/model_manifest.json.freeze"), "utf8"))).toMatchObject({
    lock_checksum: expect.any(String),
  });
  await person.push("adk");
  const frozen = await person.python(`
algo = client.algo("demo/adk")
algo.compile()
algo.publish(version_info={"version_type": "minor"})
answer = [${model("0.2.0")}]
client.file("data://demo/adkmodels/numbers.txt").put("two")
answer.append(${model("0.2.0")})
algo.compile()
algo.publish(version_info={"version_type": "minor"})
try:
    answer.append(${model("0.3.0")})
except Exception as error:
    answer.append(str(error))
client.file("data://demo/adkmodels/numbers.txt").put("one")
answer.append(${model("0.3.0")})
`);
  expect(frozen).toEqual(["one", "one", expect.stringContaining("Model File Mismatch for numbers"), "one"]);
});

/** Makes an ADK algorithm of these files, published as 0.1.0. */
async function served(name: string, source: string, files: Record<string, string> = {}): Promise<void> {
  await person.python(`${createAlgorithm(name)}\nanswer = None\n`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/${name}.git`]);
  const all = { [`src/${name}.py`]: source, ".adk": "", "requirements.txt": "algorithmia==2.0.5\nalgorithmia-adk==1.2.4\n", ...files };
  for (const [path, text] of Object.entries(all)) person.write(`${name}/${path}`, text);
  await person.push(name);
  await person.publish(name);
}

/** Asks with each input and answers with the results, of errors with their message and type. */
const asked = (name: string, inputs: string) =>
  person.python(`
from Algorithmia.errors import AlgorithmException
answer = []
for value in ${inputs}:
    try:
        response = client.algo("demo/${name}/0.1.0").pipe(value)
        result = list(response.result) if response.metadata.content_type == "binary" else response.result
        answer.append([response.metadata.content_type, result])
    except AlgorithmException as error:
        answer.append([error.error_type, error.message])
`);

test("reference 4.2: an ADK algorithm without load takes and gives text, JSON and bytes, and names the type of its own errors", async () => {
  await served(
    "plain",
    `from Algorithmia import ADK


class Refused(Exception):
    error_type = "InputError"


def apply(input):
    if input == "refuse":
        raise Refused("refused on request")
    return input


algorithm = ADK(apply)
algorithm.init("sample")
`,
  );
  expect(await asked("plain", '["text", {"a": [1]}, bytearray(b"\\x00\\xff"), None, "refuse", "again"]')).toEqual([
    ["text", "text"],
    ["json", { a: [1] }],
    ["binary", [0, 255]],
    ["json", null],
    ["InputError", "refused on request"],
    ["text", "again"],
  ]);
});

test("reference 4.2: what load gives is handed to apply, unless it is nothing; an error of load is told at every call", async () => {
  const source = (load: string) => `from Algorithmia import ADK


def load():
    ${load}


def apply(input, state="nothing was loaded"):
    return [state, input]


algorithm = ADK(apply, load)
algorithm.init("sample")
`;
  await served("loads", source('return {"loaded": 1}'));
  await served("empty", source("return None"));
  await served("fails", source('raise ValueError("cannot load")'));
  expect(await asked("loads", "[1]")).toEqual([["json", [{ loaded: 1 }, 1]]]);
  expect(await asked("empty", "[1]")).toEqual([["json", ["nothing was loaded", 1]]]);
  expect(await asked("fails", "[1, 2]")).toEqual([
    ["LoadingError", "cannot load"],
    ["LoadingError", "cannot load"],
  ]);
});

test("reference 8.2: an optional file is fetched when it is asked for, a required one before load", async () => {
  await person.python(`
client.dir("data://demo/parts").create()
client.file("data://demo/parts/needed.txt").put("needed")
answer = None
`);
  const entry = (name: string) => ({ name, source_uri: `data://demo/parts/${name}.txt`, fail_on_tamper: false });
  await served(
    "parts",
    `from Algorithmia import ADK


def load(model_data):
    return {"model_data": model_data, "needed": open(model_data.get_model("needed")).read()}


def apply(input, state):
    return [state["needed"], open(state["model_data"].get_model(input)).read()]


algorithm = ADK(apply, load)
algorithm.init("sample")
`,
    { "model_manifest.json": JSON.stringify({ required_files: [entry("needed")], optional_files: [entry("extra")] }) },
  );
  expect(await asked("parts", '["needed", "unknown"]')).toEqual([
    ["json", ["needed", "needed"]],
    ["AlgorithmError", expect.stringContaining("not found in manifest")],
  ]);
  await person.python('client.file("data://demo/parts/extra.txt").put("extra")\nanswer = None\n');
  expect(await asked("parts", '["extra"]')).toEqual([["json", ["needed", "extra"]]]);
});
