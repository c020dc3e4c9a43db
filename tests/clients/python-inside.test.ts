import { createAlgorithm, Person } from "./python";

let person: Person;
let ada: string;

beforeAll(async () => {
  person = await Person.start({ calls: { depth: 5 } });
  ada = await keyOf("ada");
});
afterAll(() => person.close());

/** A user with a key of all rights, made as an administrator does. */
async function keyOf(username: string): Promise<string> {
  const { url, adminKey } = person.platform;
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Simple ${adminKey}`, "content-type": "application/json" };
    return (await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  await post("/v1/users", { username });
  const permissions = { allow_data: true, allow_data_write: true, allow_algo: true, algo_acl: ["algo://*"] };
  return ((await post(`/v1/users/${username}/keys`, { permissions })) as { api_key: string }).api_key;
}

async function publish(name: string, source: string): Promise<void> {
  await person.python(`${createAlgorithm(name)}\nanswer = None\n`);
  await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/${name}.git`]);
  person.write(`${name}/src/${name}.py`, source);
  await person.push(name);
  await person.python(`
algo = client.algo("demo/${name}")
algo.compile()
algo.publish(settings={"algorithm_callability": "public"}, version_info={"version_type": "minor"})
answer = None
`);
}

test("reference 2.2: the client that a warm instance made when it was loaded acts for each caller in turn", async () => {
  await publish(
    "identity",
    `import Algorithmia

client = Algorithmia.client()
model = client.file("data://demo/models/model.txt").getString() if client.dir("data://demo/models").exists() else None


def apply(input):
    client.file("data://.my/notes/seen.txt").put(input)
    return [model, client.username(), client.file("data://demo/models/model.txt").getString()]
`,
  );
  const answer = await person.python(`
ada = Algorithmia.client("${ada}")
client.dir("data://demo/models").create()
client.file("data://demo/models/model.txt").put("seven")
answer = []
for caller, word in ((ada, "a"), (client, "b"), (ada, "c")):
    if not caller.dir("data://.my/notes").exists():
        caller.dir("data://.my/notes").create()
    answer.append(caller.algo("demo/identity").pipe(word).result + [caller.file("data://.my/notes/seen.txt").getString()])
`);
  expect(answer).toEqual([
    ["seven", "ada", "seven", "a"],
    ["seven", "demo", "seven", "b"],
    ["seven", "ada", "seven", "c"],
  ]);
});

test("reference 2.2: data of a session and of an algorithm is put, listed, read and deleted with the client inside, and read outside", async () => {
  await publish(
    "stores",
    `import Algorithmia

client = Algorithmia.client()


def apply(input):
    session = client.dir("data://.session")
    if input == "look":
        return [file.getName() for file in session.files()]
    client.file("data://.session/shared").put("between us")
    client.file("data://.algo/temp/result.bin").put(b"\\x00\\xff")
    client.file("data://.algo/perm/state").putJson({"count": 1})
    seen = client.algo("demo/stores").pipe("look").result
    session.file("shared").delete()
    return {
        "seen": seen,
        "after": [file.path for file in session.files()],
        "permissions": session.get_permissions(),
        "exists": [session.exists(), client.file("data://.session/shared").exists(), client.file("data://.algo/perm/state").exists()],
        "state": client.file("data://.algo/demo/stores/perm/state").getJson(),
    }
`,
  );
  const answer = await person.python(`
result = client.algo("demo/stores").pipe("go").result
temporary = client.dir("data://.algo/demo/stores/temp")
answer = [
    result,
    list(client.file("data://.algo/demo/stores/temp/result.bin").getBytes()),
    [file.path for file in temporary.files()],
    temporary.get_permissions(),
    client.dir("data://.session").exists(),
    Algorithmia.client("${ada}").file("data://.algo/demo/stores/perm/state").exists(),
    client.file("data://.algo/demo/stores/perm/state").delete(),
]
`);
  expect(answer).toEqual([
    { seen: ["shared"], after: [], permissions: null, exists: [true, false, true], state: { count: 1 } },
    [0, 255],
    [".algo/demo/stores/temp/result.bin"],
    null,
    false,
    false,
    true,
  ]);
});

test("an algorithm that calls itself ends, however few instances there are, and without an end it gets an error that says so", async () => {
  await publish(
    "nested",
    `import Algorithmia

client = Algorithmia.client()


def apply(input):
    return 0 if input == 0 else 1 + client.algo("demo/nested").pipe(input - 1).result
`,
  );
  const answer = await person.python(`
algo = client.algo("demo/nested")
try:
    endless = algo.pipe(1000).result
except Exception as error:
    endless = [error.message, error.error_type]
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as threads:
    together = list(threads.map(lambda depth: client.algo("demo/nested").pipe(depth).result, [3, 0, 4, 2]))
answer = [together, endless]
`);
  expect(answer).toEqual([
    [3, 0, 4, 2],
    [expect.stringMatching(/^Algorithms have called each other 5 deep/), "AlgorithmError"],
  ]);
});
