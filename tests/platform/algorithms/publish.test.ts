import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
});
afterAll(() => platform.close());

const compile = async (name: string, body?: unknown) =>
  (await send(platform, "POST", `/v1/algorithms/demo/${name}/compile`, { body })).json;
const publish = (name: string, body?: unknown, path = "versions") =>
  send(platform, "POST", `/v1/algorithms/demo/${name}/${path}`, { body });

test("the newest build is published as the next version, and a second time it is 1007", async () => {
  const { id } = await createAlgorithm(platform, "plain");
  const { version_info: built } = await compile("plain");
  const published = await publish("plain", { details: {}, settings: {}, version_info: {}, source: {}, scmsCredentials: {} });
  expect(published.status).toBe(200);
  expect(published.json.version_info).toMatchObject({
    semantic_version: "0.1.0",
    git_hash: built.git_hash,
    created_at: expect.stringMatching(/Z$/),
  });
  expect(published.json.self_link).toBe(`${platform.url}/v1/algorithms/demo/plain/versions/${built.git_hash}`);
  const again = await publish("plain");
  expect([again.status, again.json.error]).toMatchObject([
    400,
    { code: 1007, message: "Version already published. Please compile your algorithm." },
  ]);
  await compile("plain");
  expect((await publish("plain", { version_info: { version_type: "revision" } }, "version")).json.version_info.semantic_version).toBe(
    "0.1.1",
  );
  await compile("plain");
  const byId = await send(platform, "POST", `/v1/algorithms/${id}/versions`, { body: { version_info: { version_type: "major" } } });
  expect(byId.json.version_info.semantic_version).toBe("1.0.0");
});

test("a named commit is published even when a newer build exists", async () => {
  await createAlgorithm(platform, "named");
  const older = await pushChange(platform, folder, "named", { note: "1" });
  await compile("named", { commitSha: older });
  const newer = await pushChange(platform, folder, "named", { note: "2" });
  await compile("named", { commitSha: newer });
  expect((await publish("named", { version_info: { git_hash: older } })).json.version_info.git_hash).toBe(older);
  expect((await publish("named", { version_info: { git_hash: "0".repeat(40) } })).json.error.code).toBe(1010);
  expect((await publish("named", { version_info: { git_hash: "abc" } })).json.error.code).toBe(6001);
});

test("what was said at a publish stays with that version and is the start of the next", async () => {
  await createAlgorithm(platform, "said");
  const first = await compile("said");
  await publish("said", {
    details: { label: "First" },
    settings: { algorithm_callability: "public" },
    version_info: { release_notes: "notes", sample_input: '{"a":1}', sample_output: "2" },
  });
  await send(platform, "PUT", "/v1/algorithms/demo/said", { body: { details: { label: "Second" } } });
  await compile("said");
  const second = (await publish("said", { version_info: {} })).json;
  const old = (await send(platform, "GET", "/v1/algorithms/demo/said/versions/0.1.0")).json;
  expect(old).toMatchObject({
    details: { label: "First" },
    settings: { algorithm_callability: "public" },
    version_info: { release_notes: "notes", sample_input: '{"a":1}', sample_output: "2", git_hash: first.version_info.git_hash },
    compilation: { successful: true, output: expect.stringContaining("building") },
  });
  expect(second).toMatchObject({
    details: { label: "Second" },
    settings: { algorithm_callability: "public" },
    version_info: { sample_input: '{"a":1}' },
  });
  expect(second.version_info).not.toHaveProperty("release_notes");
});

test("versions are listed with their filters, the log only on a single one", async () => {
  await createAlgorithm(platform, "listed");
  await compile("listed");
  await publish("listed", { settings: { algorithm_callability: "public" } });
  await compile("listed");
  await publish("listed", { settings: { algorithm_callability: "private" } });
  await compile("listed");
  const numbers = async (query: string) =>
    (await send(platform, "GET", `/v1/algorithms/demo/listed/versions${query}`)).json.results.map(
      (entry: { version_info: { semantic_version?: string } }) => entry.version_info.semantic_version,
    );
  expect(await numbers("")).toEqual([undefined, "0.2.0", "0.1.0"]);
  expect(await numbers("?published=true")).toEqual(["0.2.0", "0.1.0"]);
  expect(await numbers("?published=false")).toEqual([undefined]);
  expect(await numbers("?callable=true")).toEqual(["0.1.0"]);
  expect(await numbers("?callable=false&published=true&limit=1")).toEqual(["0.2.0"]);
  const list = (await send(platform, "GET", "/v1/algorithms/demo/listed/versions")).json.results;
  expect(list[0].compilation).toEqual({ successful: true });
  const absent = await send(platform, "GET", "/v1/algorithms/demo/listed/versions/9.9.9");
  expect([absent.status, absent.json.error.code]).toEqual([404, 1014]);
});

test("publishes at the same moment give each build one number", async () => {
  await createAlgorithm(platform, "raced");
  await compile("raced");
  const statuses = (await Promise.all([publish("raced"), publish("raced"), publish("raced")])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 400, 400]);
});

test.each([
  ["{broken", 2013],
  ['{"version_info":{"version_type":"huge"}}', 6001],
  ['{"settings":{"algorithm_callability":"maybe"}}', 6001],
  ['{"version_info":[]}', 6001],
  ["[]", 6001],
])("the publish body %s is refused with code %d and publishes nothing", async (body, code) => {
  const name = "refused";
  if ((await send(platform, "GET", `/v1/algorithms/demo/${name}`)).status === 404) {
    await createAlgorithm(platform, name);
    await compile(name);
  }
  expect((await publish(name, body)).json.error.code).toBe(code);
  expect((await send(platform, "GET", `/v1/algorithms/demo/${name}/versions?published=true`)).json.results).toEqual([]);
});
