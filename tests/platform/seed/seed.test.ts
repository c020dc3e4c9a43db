import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { type Outcome, readDeclaration, seed } from "../../../platform/seed";
import { openAddress, openDataFolder } from "../../../platform/seed/target";
import { cloneAddress, git, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const environment = { ANN_KEY: "simAnnsOwnKey0123456789abcde", TOKEN: "a secret value" };
let platform: Platform;
let fails: string | undefined;
beforeAll(async () => {
  const build = async () => (fails ? { succeeded: false as const, kind: "import" as const, message: fails } : { succeeded: true as const });
  platform = await launch({ dataDir: join(folder, "data") }, scriptedEngines({ build }));
});
afterAll(() => platform.close());

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
};

const text = `users:
  - { name: ann, email: ann@example.com, key: { env: ANN_KEY } }
collections:
  - { path: data://ann/shared, read: everyone }
files:
  - { path: data://ann/models/words v1.json, from: words.json }
  - { path: data://demo/models/words.json, from: words.json }
algorithms:
  - name: ann/sentiment
    source: source
    sampleInput: [a, lovely, day]
    callability: public
    secrets: { TOKEN: { env: TOKEN } }
`;

async function apply(declaration = text, options: { dryRun?: boolean } = {}): Promise<string[]> {
  const outcomes: Outcome[] = [];
  const target = await openDataFolder(platform.dataDir, {});
  await seed(readDeclaration(write("seed.yaml", declaration), environment), target, (outcome) => outcomes.push(outcome), options);
  return outcomes.map(({ kind, name, action }) => `${action} ${kind} ${name}`);
}

beforeAll(() => {
  write("words.json", '{"lovely": 1}');
  write("source/src/sentiment.py", "def apply(input):\n    return input\n");
  write("source/src/__pycache__/sentiment.pyc", "leftover");
});

const created = [
  "create user ann",
  "create key ann",
  "create collection data://ann/shared",
  "create collection data://ann/models",
  "create collection data://demo/models",
  "create file data://ann/models/words v1.json",
  "create file data://demo/models/words.json",
  "create algorithm ann/sentiment",
  "create secret ann/sentiment TOKEN",
  "change source ann/sentiment",
  "create version ann/sentiment",
];

test("a dry run tells what would be done, in order, and writes nothing", async () => {
  expect(await apply(text, { dryRun: true })).toEqual(created);
  expect((await send(platform, "GET", "/v1/users/ann", { key: platform.adminKey })).status).toBe(409);
  expect((await send(platform, "GET", "/v1/data/demo/models")).status).toBe(404);
});

test("everything is made as declared", async () => {
  expect(await apply()).toEqual(created);
  const key = environment.ANN_KEY;
  expect((await send(platform, "GET", "/v1/users/ann", { key: platform.adminKey })).json).toMatchObject({ email: "ann@example.com" });
  expect((await send(platform, "GET", "/v1/data/ann/shared?acl=true")).json).toMatchObject({ acl: { read: ["user://*"] } });
  expect((await send(platform, "GET", "/v1/data/ann/models/words%20v1.json", { key })).text).toBe('{"lovely": 1}');
  const algorithm = "/v1/algorithms/ann/sentiment";
  const [version] = (await send(platform, "GET", `${algorithm}/versions?published=true`, { key })).json.results;
  expect(version).toMatchObject({
    settings: { algorithm_callability: "public" },
    version_info: { semantic_version: "0.1.0", sample_input: '["a","lovely","day"]' },
  });
  const secrets = await send(platform, "GET", `${algorithm}/secrets`, { key });
  expect(secrets.json.results).toEqual([expect.objectContaining({ secret_key: "TOKEN" })]);
  const address = cloneAddress({ ...platform, owner: "ann" }, "sentiment", key);
  await git(folder, "clone", "--quiet", address, "clone");
  expect(await git(join(folder, "clone"), "ls-files")).toBe("src/sentiment.py");
});

test("done again, everything is kept, but the secret, whose value nobody can read", async () => {
  const kept = created.map((line) => line.replace(/^\w+/, "keep")).map((line) => line.replace(/^keep secret/, "change secret"));
  expect(await apply()).toEqual(kept);
  expect(await apply(text, { dryRun: true })).toEqual(kept);
});

test("what differs is changed: profile, readers, bytes and source, by one commit and one version", async () => {
  write("words.json", '{"lovely": 2}');
  write("source/src/sentiment.py", "def apply(input):\n    return [input]\n");
  const changed = text.replace("ann@", "ann.new@").replace("everyone", "owner");
  const outcomes = await apply(changed);
  expect(outcomes.filter((line) => !line.startsWith("keep"))).toEqual([
    "change user ann",
    "change collection data://ann/shared",
    "change file data://ann/models/words v1.json",
    "change file data://demo/models/words.json",
    "change secret ann/sentiment TOKEN",
    "change source ann/sentiment",
    "create version ann/sentiment",
  ]);
  expect((await apply(changed)).filter((line) => !line.startsWith("keep"))).toEqual(["change secret ann/sentiment TOKEN"]);
});

test("a build that fails ends it with the end of the log; put right, it goes on", async () => {
  const more = "algorithms:\n  - { name: demo/broken, source: source }\n";
  fails = "no module";
  await expect(apply(more)).rejects.toThrow(/The build of demo\/broken failed\. Its log ends with:\nbuilding [0-9a-f]{40}/);
  fails = undefined;
  expect(await apply(more)).toEqual(["keep algorithm demo/broken", "keep source demo/broken", "create version demo/broken"]);
  const unpublished = "algorithms:\n  - { name: demo/built, source: source, publish: false }\n";
  await apply(unpublished);
  expect((await send(platform, "GET", "/v1/algorithms/demo/built/versions?published=true")).json.results).toEqual([]);
  expect(await apply(unpublished)).toEqual(["keep algorithm demo/built", "keep source demo/built", "keep version demo/built"]);
});

test("faults of a declaration are all told before anything is done, with line, variable or path", async () => {
  const read = (declaration: string) => () => readDeclaration(write("bad.yaml", declaration), {});
  expect(read("users:\n  - { name: 1ann }\nfile: []\n")).toThrow(
    /bad\.yaml:2:13: users\.0\.name: must be a letter[\s\S]*bad\.yaml:3:1: file: there is no such key/,
  );
  expect(read("files:\n  - { path: words, from: words.json }\n")).toThrow(/:2:13: files\.0\.path: must be like "data:\/\/owner/);
  expect(read(text.replace("from: words.json", "from: none.json"))).toThrow(
    /variable ANN_KEY is not set\n[\s\S]*there is no file [\s\S]*none\.json\n[\s\S]*variable TOKEN is not set/,
  );
  expect(read("algorithms:\n  - { name: a/b, source: words.json }\n")).toThrow(/a\/b: there is no folder/);
});

test("an owner whose key nobody knows, and a key that is another's, are refused", async () => {
  await expect(apply("collections:\n  - { path: data://bob/c }\n")).rejects.toThrow(
    /No key is known for bob\. Declare the user with a key/,
  );
  await expect(apply("users:\n  - { name: bob, key: { env: ANN_KEY } }\n")).rejects.toThrow("declared for bob is another account's: ann's");
});

test("an organization gets its profile and members, and owns what a member makes for it", async () => {
  const declared = `users:
  - { name: ann, key: { env: ANN_KEY } }
  - { name: carl }
organizations:
  - { name: acme, label: Acme Inc., email: it@acme.com, contact: Ann, members: [carl, ann] }
files:
  - { path: data://acme/models/words.json, from: words.json }
algorithms:
  - { name: acme/sentiment, source: source }
`;
  const expected = [
    "keep user ann",
    "keep key ann",
    "create user carl",
    "create organization acme",
    "create member acme carl",
    "create member acme ann",
    "create collection data://acme/models",
    "create file data://acme/models/words.json",
    "create algorithm acme/sentiment",
    "change source acme/sentiment",
    "create version acme/sentiment",
  ];
  expect(await apply(declared, { dryRun: true })).toEqual(expected);
  expect(await apply(declared)).toEqual(expected);
  expect((await send(platform, "GET", "/v1/organizations/acme", { key: platform.adminKey })).json).toMatchObject({
    org_label: "Acme Inc.",
  });
  expect(await apply(declared.replace("contact: Ann", "contact: Bob"))).toEqual(
    expected.map((line) => (line.includes("organization") ? "change organization acme" : line.replace(/^\w+/, "keep"))),
  );
});

test("a platform at an address is opened with the keys of the environment", async () => {
  const keys = { ALGORITHMIA_API_KEY: platform.apiKey, ALGORITHMIA_ADMIN_KEY: platform.adminKey };
  const target = await openAddress(`${platform.url}/`, undefined, keys);
  expect(target).toMatchObject({ url: platform.url, owner: "demo", adminKey: platform.adminKey });
  await expect(openAddress(platform.url, undefined, {})).rejects.toThrow("ALGORITHMIA_API_KEY is not set");
  await expect(openAddress(platform.url, undefined, { ALGORITHMIA_API_KEY: "wrong" })).rejects.toThrow(/answered 401/);
  const withoutAdmin = await openAddress(platform.url, undefined, { ALGORITHMIA_API_KEY: platform.apiKey });
  const declaration = readDeclaration(write("seed.yaml", text), environment);
  await expect(seed(declaration, withoutAdmin, () => {})).rejects.toThrow("Set ALGORITHMIA_ADMIN_KEY");
});
