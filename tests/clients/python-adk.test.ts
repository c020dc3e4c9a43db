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

test("an ADK algorithm is served with a plain manifest, and with one that algo froze, which pins the file's bytes", async () => {
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
