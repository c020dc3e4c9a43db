import { readdirSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, scriptedEngines({}));
});
afterAll(() => platform.close());

test("a created algorithm is private, without version, build or compilation, and found in any case and by id", async () => {
  const created = await createAlgorithm(platform, "Made");
  expect(created).toMatchObject({
    name: "Made",
    resource_type: "algorithm",
    settings: { algorithm_callability: "private", language: "python3-1" },
    source: { repository_https_url: `${platform.gitUrl}/demo/Made.git`, scm: { id: "internal" } },
  });
  for (const part of ["version_info", "build", "compilation", "self_link"]) expect(created).not.toHaveProperty(part);
  expect((await send(platform, "GET", "/v1/algorithms/DEMO/made")).json).toEqual(created);
  expect((await send(platform, "GET", `/v1/algorithms/${created.id}`)).json).toEqual(created);
});

test("a name is used once, whatever its case, also when two requests race", async () => {
  const create = () => send(platform, "POST", "/v1/algorithms/demo", { body: { name: "Twice" } });
  const statuses = (await Promise.all([create(), create(), create()])).map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409, 409]);
  const again = await send(platform, "POST", "/v1/algorithms/demo", { body: { name: "tWICE" } });
  expect([again.status, again.json.error.code]).toEqual([409, 1002]);
});

test.each(["", "a/b", "a-b", "../x", "1a", "a b", "x".repeat(101)])("the name '%s' is refused", async (name) => {
  expect((await send(platform, "POST", "/v1/algorithms/demo", { body: { name } })).json.error.code).toBe(6001);
});

test.each([
  [{ package_set: "python37" }, 201],
  [{ language: "python3-1", environment: "gpu" }, 201],
  [{ algorithm_environment: "b765b2d0-3f2a-4f7d-9a3f-3a0f8c1b2c3d" }, 201],
  [{ language: "java" }, 400],
  [{ package_set: "cobol" }, 400],
  [{ algorithm_callability: "everyone" }, 400],
  [{ license: "gpl3", source_visibility: "open", network_access: "isolated", pipeline_enabled: false }, 201],
  [{ license: "bogus" }, 400],
  [{ source_visibility: "hidden" }, 400],
  [{ network_access: true }, 400],
  [{ pipeline_enabled: "yes" }, 400],
  [{ royalty_microcredits: -1 }, 400],
])("settings %j answer %d", async (settings, status) => {
  const name = `lang${Math.random().toString(36).slice(2)}`;
  expect((await send(platform, "POST", "/v1/algorithms/demo", { body: { name, settings } })).status).toBe(status);
});

test("nobody creates in another's name, and unknown users and external source hosts are named", async () => {
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "other" } });
  expect((await send(platform, "POST", "/v1/algorithms/other", { body: { name: "x" } })).json.error.code).toBe(2001);
  expect((await send(platform, "POST", "/v1/algorithms/nobody", { body: { name: "x" } })).json.error.code).toBe(3000);
  expect((await send(platform, "POST", "/v1/algorithms/demo", { body: { name: "x", source: { scm: "github" } } })).status).toBe(501);
});

test("an unknown algorithm is exactly what clients compare with", async () => {
  for (const path of ["/v1/algorithms/demo/absent", "/v1/algorithms/00000000-0000-4000-8000-000000000000", "/v1/algorithms/hello/errors"]) {
    const reply = await send(platform, "GET", path);
    expect([reply.status, reply.text]).toEqual([404, '{"error":"No such algorithm"}']);
  }
});

test("an update changes what it names and keeps the rest; a form-encoded one changes nothing", async () => {
  await createAlgorithm(platform, "updated");
  const updated = await send(platform, "PUT", "/v1/algorithms/demo/updated", {
    body: { details: { tagline: "new" }, settings: { license: "mit" } },
  });
  expect(updated.json).toMatchObject({
    details: { label: "updated", tagline: "new" },
    settings: { license: "mit", network_access: "full" },
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const form = await send(platform, "PUT", "/v1/algorithms/demo/updated", { body: "details=label&settings=license", headers });
  expect([form.status, form.json]).toEqual([200, updated.json]);
});

test("a deleted algorithm takes its repository, builds and logs with it", async () => {
  const { id } = await createAlgorithm(platform, "doomed");
  await pushChange(platform, folder, "doomed", { note: "1" });
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/doomed/builds")).json.results[0].status === "succeeded");
  const deleted = await send(platform, "DELETE", "/v1/algorithms/demo/doomed");
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await send(platform, "GET", "/v1/algorithms/demo/doomed")).status).toBe(404);
  expect(readdirSync(join(folder, "data", "repositories"))).not.toContain(`${id}.git`);
  expect(readdirSync(join(folder, "data", "versions"))).toEqual([]);
  expect(readdirSync(join(folder, "data", "logs"))).toEqual([]);
  await createAlgorithm(platform, "doomed");
});

test.each([
  ["GET", "/v1/algorithms/hello"],
  ["GET", "/v1/algorithms/hello/errors"],
  ["DELETE", "/v1/algorithms/hello"],
  ["POST", "/v1/algorithms/hello/compile/"],
  ["GET", "/v1/algorithms/hello/builds/00000000-0000-0000-0000-000000000000/logs"],
])("reference 5.2: %s %s names no algorithm", async (method, path) => {
  const { status, text } = await send(platform, method, path);
  expect([status, text]).toEqual([404, '{"error":"No such algorithm"}']);
});
