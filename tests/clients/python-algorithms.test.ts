import { createAlgorithm, Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

const source = `import Algorithmia

client = Algorithmia.client()
model = client.file("data://demo/models/model.txt").getString()


def apply(input):
    print("asked", input)
    if input == "raise":
        raise ValueError("raised on request")
    return input if isinstance(input, bytes) else {"model": model, "input": input}
`;

test("an algorithm is created, pushed, compiled, published, listed and called with the client alone", async () => {
  const created = await person.python(`${createAlgorithm("echo")}
answer = [algo.exists(), client.algo("demo/other").exists(), created["name"], created["source"]["repository_https_url"], algo.get_builds()["results"]]
`);
  expect(created).toEqual([true, false, "echo", `${person.platform.gitUrl}/demo/echo.git`, []]);
  await person.python(`
client.dir("data://demo/models").create()
client.file("data://demo/models/model.txt").put("seven")
answer = None
`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/echo.git`]);
  person.write("echo/src/echo.py", source);
  const commit = await person.push("echo");

  const published = await person.python(`
algo = client.algo("demo/echo")
compiled = algo.compile()
version = algo.publish(settings={"algorithm_callability": "public"}, version_info={"version_type": "minor", "release_notes": "first", "sample_input": "hello"})
builds = algo.get_builds()["results"]
versions = algo.versions(published=True)["results"]
answer = {
    "compiled": compiled["version_info"]["git_hash"],
    "version": version["version_info"]["semantic_version"],
    "builds": sorted({(build["commit_sha"], algo.get_build(build["build_id"])["status"]) for build in builds}),
    "log": algo.get_build_logs(builds[0]["build_id"])["logs"],
    "versions": [entry["version_info"]["semantic_version"] for entry in versions],
    "info": algo.info(version["version_info"]["git_hash"])["version_info"]["git_hash"],
}
`);
  expect(published).toEqual({
    compiled: commit,
    version: "0.1.0",
    builds: [[commit, "succeeded"]],
    log: expect.stringContaining("Beginning container customization"),
    versions: ["0.1.0"],
    info: commit,
  });

  const called = await person.python(`
def call(reference, input, **options):
    algo = client.algo(reference)
    if options:
        algo.set_options(**options)
    return algo.pipe(input)
by_version = call("demo/echo/0.1.0", "a")
binary = call("demo/echo", bytearray(b"\\x00\\xff"))
printed = call("algo://demo/echo/latest", {"b": 1}, stdout=True)
try:
    raised = call("demo/echo/0.1.0", "raise")
except Exception as error:
    raised = [type(error).__name__, str(error)]
answer = {
    "version": by_version.result,
    "hash": call("demo/echo/${commit}", [1, None]).result,
    "content_type": by_version.metadata.content_type,
    "binary": [binary.metadata.content_type, list(binary.result)],
    "printed": [printed.result["input"], printed.metadata.stdout],
    "raised": raised,
}
`);
  expect(called).toEqual({
    version: { model: "seven", input: "a" },
    hash: { model: "seven", input: [1, null] },
    content_type: "json",
    binary: ["binary", [0, 255]],
    printed: [{ b: 1 }, "asked {'b': 1}\n"],
    raised: [expect.stringMatching(/Exception|Error/), expect.stringContaining("raised on request")],
  });
});

test("reference 8.1: a warm instance keeps the file it loaded; a new version loads the new one", async () => {
  await person.python(`${createAlgorithm("warm")}
client.dir("data://demo/warmth").create()
client.file("data://demo/warmth/model.txt").put("old")
answer = None
`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/warm.git`]);
  person.write("warm/src/warm.py", source.replace("demo/models", "demo/warmth"));
  await person.push("warm");
  const answer = await person.python(`
algo = client.algo("demo/warm")
algo.compile()
algo.publish(version_info={"version_type": "minor"})
model = lambda version: client.algo("demo/warm/" + version).pipe("").result["model"]
answer = [model("0.1.0")]
client.file("data://demo/warmth/model.txt").put("new")
answer.append(model("0.1.0"))
algo.compile()
algo.publish(version_info={"version_type": "revision"})
answer += [model("0.1.1"), model("0.1.0")]
`);
  expect(answer).toEqual(["old", "old", "new", "old"]);
});

test("a build that fails is in the builds, and its log says why", async () => {
  await person.python(`${createAlgorithm("broken")}\nanswer = None\n`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/broken.git`]);
  person.write("broken/src/broken.py", "def apply(input:\n");
  await person.push("broken");
  const answer = await person.python(`
algo = client.algo("demo/broken")
algo.compile()
build = algo.get_builds()["results"][0]
answer = [build["status"], algo.get_build_logs(build["build_id"])["logs"]]
`);
  expect(answer).toEqual(["failed", expect.stringMatching(/src\/broken\.py does not compile:[\s\S]*SyntaxError/)]);
});

test("secrets are listed and set with the client, and an algorithm reads them from its environment", async () => {
  const listed = await person.python(`${createAlgorithm("keeper")}
before = algo.get_secrets()["results"]
created_secret = algo.set_secret("database", "DB_PASSWORD", "open sesame")
answer = [before, created_secret["secret_key"], [entry["short_name"] for entry in algo.get_secrets()["results"]], client.get_secret_providers()[0]["isDefault"]]
`);
  expect(listed).toEqual([[], "DB_PASSWORD", ["database"], true]);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/keeper.git`]);
  person.write("keeper/src/keeper.py", 'import os\n\n\ndef apply(input):\n    return os.environ["DB_PASSWORD"]\n');
  await person.push("keeper");
  expect(
    await person.python(`
algo = client.algo("demo/keeper")
algo.compile()
algo.publish(settings={"algorithm_callability": "public"}, version_info={"version_type": "minor"})
answer = algo.pipe("x").result
`),
  ).toBe("open sesame");
});
