import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
let outcome: "built" | "broken" = "built";
beforeAll(async () => {
  const build = async () =>
    outcome === "built" ? ({ succeeded: true } as const) : ({ succeeded: false, kind: "import", message: "broken" } as const);
  platform = await launch({}, scriptedEngines({ build }));
});
afterAll(() => platform.close());
beforeEach(() => {
  outcome = "built";
});

let number = 0;
/** A new algorithm, as a path of the API. */
async function algorithm(): Promise<string> {
  const name = `Versioned${++number}`;
  await createAlgorithm(platform, name);
  return `/v1/algorithms/demo/${name}`;
}

const ask = (method: string, path: string, body?: unknown) => send(platform, method, path, { body });
const compile = (path: string) => ask("POST", `${path}/compile`, {});
const publish = (path: string, body: unknown = {}) => ask("POST", `${path}/versions`, body);
const numbers = async (path: string, query: string): Promise<string[]> =>
  (await ask("GET", `${path}/versions?${query}`)).json.results.map(
    (entry: { version_info: { semantic_version?: string } }) => entry.version_info.semantic_version ?? "unpublished",
  );

test.each([
  ["minor", "0.1.0"],
  ["major", "1.0.0"],
  ["revision", "0.0.1"],
  ["patch", "0.0.1"],
  [undefined, "0.1.0"],
  ["", "0.1.0"],
])("reference 7: the first publish as %s is %s", async (version_type, expected) => {
  const path = await algorithm();
  await compile(path);
  expect((await publish(path, { version_info: { version_type } })).json.version_info.semantic_version).toBe(expected);
});

test.each([
  ["nothing", undefined],
  ["an empty object", {}],
  ["what the Python client sends", { details: {}, settings: {}, version_info: {}, source: {}, scmsCredentials: {} }],
  ["as little as the Java client", { version_info: { version_type: "minor" } }],
  [
    "what the newer JavaScript client sends",
    {
      settings: { algorithm_callability: "private", insights_enabled: false, royalty_microcredits: 0 },
      version_info: { version_type: "minor" },
    },
  ],
  ["what an older page shows", { version_info: { type: "default", semantic_version: "", git_hash: "", release_notes: "" } }],
])("reference 5.5: a body of %s publishes", async (_what, body) => {
  const path = await algorithm();
  await compile(path);
  const reply = await ask("POST", `${path}/versions`, body);
  expect([reply.status, reply.json.version_info?.semantic_version]).toEqual([200, "0.1.0"]);
});

test("reference 5.5: a sample input that is no text is kept as its JSON", async () => {
  const path = await algorithm();
  await compile(path);
  expect((await publish(path, { version_info: { sample_input: { a: [1] } } })).json.version_info.sample_input).toBe('{"a":[1]}');
});

test.each(["version_info", "settings"])("reference 5.5: insights_enabled is taken from %s", async (place) => {
  const path = await algorithm();
  await compile(path);
  expect((await publish(path, { [place]: { insights_enabled: true } })).json.settings.insights_enabled).toBe(true);
});

test("reference 5.2: publishing is possible at the singular address and by id, too", async () => {
  const path = await algorithm();
  const { id } = (await ask("GET", path)).json;
  await compile(path);
  expect((await ask("POST", `${path}/version`, {})).json.version_info.semantic_version).toBe("0.1.0");
  await compile(path);
  expect((await ask("POST", `/v1/algorithms/${id}/versions`, {})).json.version_info.semantic_version).toBe("0.2.0");
  await compile(path);
  expect((await ask("POST", `/v1/algorithms/${id}/version`, {})).json.version_info.semantic_version).toBe("0.3.0");
});

test("reference 7: a build is published once, and again after another compile of the same commit", async () => {
  const path = await algorithm();
  const first = (await compile(path)).json.version_info.git_hash;
  await publish(path);
  const again = await publish(path);
  expect([again.status, again.json.error]).toEqual([
    400,
    { id: expect.any(String), code: 1007, message: "Version already published. Please compile your algorithm." },
  ]);
  expect((await compile(path)).json.version_info.git_hash).toBe(first);
  expect((await publish(path)).json.version_info).toMatchObject({ semantic_version: "0.2.0", git_hash: first });
  expect(await numbers(path, "published=true")).toEqual(["0.2.0", "0.1.0"]);
});

test("reference 7: the most recent successful build is published, not one that failed", async () => {
  const path = await algorithm();
  const good = (await compile(path)).json.version_info.git_hash;
  outcome = "broken";
  const commit = await pushChange(platform, folder, path.split("/").at(-1)!, { note: "broken" });
  const failed = await compile(path);
  expect([failed.status, failed.json.compilation.successful, failed.json.build.status, failed.json.version_info.git_hash]).toEqual([
    200,
    false,
    "failed",
    commit,
  ]);
  expect((await publish(path)).json.version_info.git_hash).toBe(good);
});

test("reference 7: builds are none after create, one after compile, and a private publish is one private published version", async () => {
  const path = await algorithm();
  expect((await ask("GET", `${path}/builds`)).json.results).toEqual([]);
  await compile(path);
  expect((await ask("GET", `${path}/builds`)).json.results).toHaveLength(1);
  expect(await numbers(path, "published=false")).toEqual(["unpublished"]);
  await publish(path, { settings: { algorithm_callability: "private" } });
  expect(await numbers(path, "callable=false&published=true")).toEqual(["0.1.0"]);
  expect(await numbers(path, "callable=true")).toEqual([]);
  expect(await numbers(path, "published=false")).toEqual([]);
});

test("reference 7: a filter that is left out means both", async () => {
  const path = await algorithm();
  for (const algorithm_callability of ["public", "private"]) {
    await compile(path);
    await publish(path, { settings: { algorithm_callability } });
  }
  await compile(path);
  expect(await numbers(path, "")).toEqual(["unpublished", "0.2.0", "0.1.0"]);
  expect(await numbers(path, "published=true")).toEqual(["0.2.0", "0.1.0"]);
  expect(await numbers(path, "callable=true")).toEqual(["0.1.0"]);
  expect(await numbers(path, "callable=false")).toEqual(["unpublished", "0.2.0"]);
});

test("reference 7: a version keeps its settings and details, whatever is changed or published later", async () => {
  const path = await algorithm();
  await compile(path);
  await publish(path, { details: { tagline: "first" }, settings: { algorithm_callability: "public" } });
  await ask("PUT", path, { details: { tagline: "changed" }, settings: { algorithm_callability: "private", license: "mit" } });
  await compile(path);
  await publish(path, { version_info: { version_type: "major" } });
  const [first, second] = [(await ask("GET", `${path}/versions/0.1.0`)).json, (await ask("GET", `${path}/versions/1.0.0`)).json];
  expect([first.details.tagline, first.settings.algorithm_callability, first.settings.license]).toEqual(["first", "public", "apl"]);
  expect([second.details.tagline, second.settings.algorithm_callability, second.settings.license]).toEqual(["changed", "private", "mit"]);
});

test("reference 7: a revision and a minor keep who may call", async () => {
  const path = await algorithm();
  await compile(path);
  await publish(path, { settings: { algorithm_callability: "public" } });
  for (const version_type of ["revision", "minor"]) {
    await compile(path);
    expect((await publish(path, { version_info: { version_type } })).json.settings.algorithm_callability).toBe("public");
  }
});

test("reference 5.5: compile and publish that are repeated at once do no harm", async () => {
  const path = await algorithm();
  await Promise.all([compile(path), compile(path)]);
  expect((await ask("GET", `${path}/builds`)).json.results).toHaveLength(1);
  const statuses = (await Promise.all([publish(path), publish(path)])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 400]);
  expect(await numbers(path, "published=true")).toEqual(["0.1.0"]);
});

test("reference 6: a push is built, its commit is the version's hash, and callable before it is published", async () => {
  const path = await algorithm();
  const name = path.split("/").at(-1)!;
  const commit = await pushChange(platform, folder, name, { note: "pushed" });
  const build = await eventually(async () => {
    const [newest] = (await ask("GET", `${path}/builds`)).json.results;
    return newest?.status === "succeeded" && newest;
  });
  expect(build.commit_sha).toBe(commit);
  expect((await ask("GET", `${path}/versions/${commit}`)).json.version_info.git_hash).toBe(commit);
  const called = await send(platform, "POST", `/v1/algo/demo/${name}/${commit}`, {
    body: "1",
    headers: { "content-type": "application/json" },
  });
  expect([called.status, called.json.result]).toEqual([200, 1]);
});
