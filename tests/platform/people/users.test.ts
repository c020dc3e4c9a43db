import { readdirSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = join(folder, "data");
let platform: Platform;
beforeAll(async () => {
  platform = await launch({ dataDir }, scriptedEngines({}));
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) =>
  send(platform, method, `/v1/users${path}`, { key: platform.adminKey, body });

test("users are made by the admin only, once", async () => {
  const create = (key: string, username: string) => send(platform, "POST", "/v1/users", { key, body: { username } });
  expect((await create(platform.apiKey, "third")).status).toBe(403);
  expect((await create(platform.adminKey, "third")).json).toMatchObject({ username: "third", resource_type: "user" });
  expect((await create(platform.adminKey, "THIRD")).json.error.code).toBe(3003);
  expect((await create(platform.adminKey, "a b")).json.error.code).toBe(6001);
  expect((await send(platform, "GET", "/v1/data", { key: platform.adminKey })).status).toBe(403);
});

test("reference 5.4: a user is created, read and changed, each time answered whole", async () => {
  const created = await admin("POST", "", {
    username: "ann",
    email: "ann@example.com",
    fullname: "Ann",
    company_role: "Cook",
    passwordHash: "x",
  });
  expect([created.status, created.json]).toEqual([
    200,
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: "ann",
      email: "ann@example.com",
      fullname: "Ann",
      company_role: "Cook",
      self_link: `${platform.url}/v1/users/ann`,
      resource_type: "user",
    },
  ]);
  const changed = await admin("PUT", "/ANN", { username: "ann", email: "ann@example.com", fullname: "Ann B.", company_name: "Diner" });
  expect([changed.status, changed.json]).toEqual([200, { ...created.json, fullname: "Ann B.", company_name: "Diner" }]);
  expect((await admin("GET", "/ann")).json).toEqual(changed.json);
});

test("reference 5.6: each fault of a user's body has its code, and changes nothing", async () => {
  await admin("POST", "", { username: "bob", email: "bob@example.com" });
  const refused: [string, string, unknown, number, number][] = [
    ["POST", "", {}, 400, 3005],
    ["POST", "", { username: "", email: "x@example.com" }, 400, 3005],
    ["POST", "", { username: 7 }, 400, 3001],
    ["POST", "", [], 400, 3001],
    ["POST", "", { username: "x", email: "nowhere" }, 400, 3001],
    ["POST", "", { username: "x", fullname: "y".repeat(101) }, 400, 3001],
    ["POST", "", { username: "x".repeat(31) }, 400, 6001],
    ["POST", "", { username: "x", email: "BOB@example.com" }, 409, 3004],
    ["POST", "", "{", 400, 2013],
    ["PUT", "/third", { email: "bob@example.com" }, 409, 3004],
    ["PUT", "/third", { username: "fourth" }, 400, 6001],
    ["PUT", "/nobody", {}, 404, 3000],
  ];
  for (const [method, path, body, status, code] of refused) {
    const reply = await admin(method, path, body);
    expect([method, path, body, reply.status, reply.json.error.code]).toEqual([method, path, body, status, code]);
  }
  expect((await admin("GET", "/x")).status).toBe(409);
  expect((await admin("GET", "/third")).json.email).toBe("");
});

test("reference 5.4: reading a user that is not there answers 409", async () => {
  for (const path of ["/nobody", "/nobody/algorithms"]) {
    const reply = await admin("GET", path);
    expect([reply.status, reply.json.error.code]).toEqual([409, 3000]);
  }
});

test("users are listed by name, in pages that lead to each other", async () => {
  const names = (await admin("GET", "?limit=1000")).json.results.map(({ username }: { username: string }) => username);
  expect(names).toEqual(["ann", "bob", "demo", "third"]);
  const first = await admin("GET", "?limit=3");
  expect(first.json.results).toHaveLength(3);
  const next = await send(platform, "GET", first.json.next_link.slice(platform.url.length), { key: platform.adminKey });
  expect(next.json).toMatchObject({ marker: null, next_link: null, results: [{ username: "third" }] });
  expect((await admin("GET", "?limit=0")).json.error.code).toBe(5003);
  expect((await admin("GET", "?marker=%21")).json.error.code).toBe(5002);
});

test("only the admin key reads, changes and deletes users", async () => {
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/ann"],
    ["PUT", "/ann"],
    ["DELETE", "/ann"],
  ] as const) {
    expect([method, path, (await send(platform, method, `/v1/users${path}`, { body: "{}" })).status]).toEqual([method, path, 403]);
  }
  expect((await admin("GET", "/ann")).status).toBe(200);
});

test("a deleted user takes its keys, algorithms and files along, and its name is free again", async () => {
  await admin("POST", "", { username: "leaver" });
  const permissions = { allow_data: true, allow_data_write: true, allow_algo_management: true };
  const key = (await admin("POST", "/leaver/keys", { permissions })).json.api_key as string;
  const leaver = { ...platform, owner: "leaver", apiKey: key };
  const before = contents();
  await send(leaver, "POST", "/v1/data/.my", { body: { name: "c" } });
  await send(leaver, "PUT", "/v1/data/.my/c/f", { body: "content" });
  await createAlgorithm(leaver, "echo");
  const commit = await pushChange(leaver, folder, "echo", { "src/x.py": "" });
  await eventually(async () => (await send(leaver, "GET", "/v1/algorithms/leaver/echo/builds")).json.results[0]?.status === "succeeded");
  expect((await send(leaver, "POST", "/v1/algorithms/leaver/echo/version", { body: { version_info: { git_hash: commit } } })).status).toBe(
    200,
  );
  expect(contents()).not.toEqual(before);

  expect((await admin("DELETE", "/leaver")).status).toBe(204);
  expect((await admin("DELETE", "/leaver")).status).toBe(204);
  expect((await send(leaver, "GET", "/v1/data/.my")).status).toBe(401);
  expect((await admin("GET", "/leaver")).status).toBe(409);
  expect(contents()).toEqual(before);
  expect((await admin("POST", "", { username: "leaver" })).status).toBe(200);
});

test("reference 5.2: the algorithms of an account are listed whole to itself and the admin, to others if public", async () => {
  const { id } = await createAlgorithm(platform, "zeta");
  const { id: shown } = await createAlgorithm(platform, "alpha");
  await pushChange(platform, folder, "alpha", { "src/x.py": "" });
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/alpha/builds")).json.results[0]?.status === "succeeded");
  await send(platform, "POST", "/v1/algorithms/demo/alpha/versions", { body: { settings: { algorithm_callability: "public" } } });
  const permissions = {};
  const other = (await admin("POST", "/ann/keys", { permissions })).json.api_key as string;
  const list = async (key: string) => (await send(platform, "GET", "/v1/users/demo/algorithms", { key })).json;
  const alpha = { id: shown, algoname: "alpha", username: "demo" };
  expect(await list(platform.apiKey)).toEqual([alpha, { id, algoname: "zeta", username: "demo" }]);
  expect(await list(platform.adminKey)).toHaveLength(2);
  expect(await list(other)).toEqual([alpha]);
});

/** Names in the folders where files, repositories and builds lie. */
function contents(): string[] {
  return ["files", "repositories", "versions", "logs"]
    .flatMap((name) => readdirSync(join(dataDir, name)).map((entry) => `${name}/${entry}`))
    .sort();
}
