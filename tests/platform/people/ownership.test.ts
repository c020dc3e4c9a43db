import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, eventually, git, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
/** The platform as a member sees it who works under the organization's name. */
let member: Platform;
let memberKey: string;
let strangerKey: string;
const engines = scriptedEngines({
  call: async (_version, { data }) =>
    data === "fail"
      ? { ok: false, error: { message: "failed", error_type: "AlgorithmError" }, durationSeconds: 0, stdout: "" }
      : { ok: true, contentType: "json", result: data, durationSeconds: 0, stdout: "" },
});
const all = { allow_data: true, allow_data_write: true, allow_algo: true, algo_acl: ["algo://*"], allow_algo_management: true };
const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const headers = { "content-type": "application/json" };

beforeAll(async () => {
  platform = await launch({}, engines);
  await admin("POST", "/v1/organizations", { org_name: "acme", org_label: "l", org_contact_name: "c", org_email: "a@acme.com" });
  for (const username of ["ann", "bob"]) await admin("POST", "/v1/users", { username });
  await admin("PUT", "/v1/organizations/acme/members/ann");
  memberKey = (await admin("POST", "/v1/users/ann/keys", { permissions: all })).json.api_key;
  strangerKey = (await admin("POST", "/v1/users/bob/keys", { permissions: all })).json.api_key;
  member = { ...platform, owner: "acme", apiKey: memberKey };
});
afterAll(() => platform.close());

test("a member makes, pushes, publishes, lists and calls an algorithm of the organization", async () => {
  const created = await createAlgorithm(member, "echo");
  expect(created.source.repository_https_url).toBe(`${platform.gitUrl}/acme/echo.git`);
  const commit = await pushChange(member, folder, "echo", { "src/x.py": "" });
  await eventually(async () => (await send(member, "GET", "/v1/algorithms/acme/echo/builds")).json.results[0]?.status === "succeeded");
  expect((await send(member, "POST", `/v1/algo/acme/echo/${commit}`, { body: "1", headers })).json.result).toBe(1);
  expect(
    (await send(member, "POST", "/v1/algorithms/acme/echo/versions", { body: { version_info: { version_type: "minor" } } })).status,
  ).toBe(200);
  expect((await send(member, "POST", "/v1/algo/acme/echo/0.1.0", { body: "1", headers })).status).toBe(200);
  expect((await send(member, "GET", "/v1/users/acme/algorithms")).json).toEqual([{ id: created.id, algoname: "echo", username: "acme" }]);
});

test("a member makes, fills and reads a collection of the organization", async () => {
  expect((await send(member, "POST", "/v1/data/acme", { body: { name: "models" } })).status).toBe(200);
  expect((await send(member, "PUT", "/v1/data/acme/models/m", { body: "bytes" })).status).toBe(200);
  expect((await send(member, "GET", "/v1/data/acme/models/m")).text).toBe("bytes");
  expect((await send(member, "GET", "/v1/data/.my")).json).toEqual({});
  // Reference 2.2: the account's own folder comes first, as a client takes it for the user's name.
  expect((await send(member, "GET", "/v1/data")).json).toEqual({ folders: [{ name: "ann" }, { name: "acme" }] });
  expect((await send(platform, "GET", "/v1/data", { key: strangerKey })).json).toEqual({ folders: [{ name: "bob" }] });
});

test("who is no member reaches none of it, and the admin key not its data", async () => {
  const stranger = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: strangerKey, body, headers });
  expect((await stranger("POST", "/v1/algorithms/acme", { name: "x" })).status).toBe(403);
  expect((await stranger("GET", "/v1/algorithms/acme/echo")).status).toBe(403);
  expect((await stranger("POST", "/v1/algo/acme/echo/0.1.0", 1)).status).toBe(404);
  expect((await stranger("GET", "/v1/users/acme/algorithms")).json).toEqual([]);
  expect((await stranger("POST", "/v1/data/acme", { name: "x" })).status).toBe(403);
  expect((await stranger("PUT", "/v1/data/acme/models/m", 1)).status).toBe(403);
  expect((await stranger("GET", "/v1/data/acme/models/m")).status).toBe(403);
  expect((await admin("GET", "/v1/data/acme/models/m")).status).toBe(403);
  await expect(git(folder, "clone", `${platform.gitUrl}/acme/echo.git`.replace("://", `://bob:${strangerKey}@`), "stolen")).rejects.toThrow(
    "403",
  );
});

test("reference 5.2: the errors of an organization are listed to its members and the admin", async () => {
  await send(member, "POST", "/v1/algo/acme/echo/0.1.0", { body: '"fail"', headers });
  const listed = await send(member, "GET", "/v1/organizations/acme/errors");
  expect(listed.json).toMatchObject([{ username: "acme", algoname: "echo", error: "failed", billable_to: "ann" }]);
  expect((await admin("GET", "/v1/organizations/ACME/errors")).json).toEqual(listed.json);
  expect((await send(platform, "GET", "/v1/organizations/acme/errors", { key: strangerKey })).status).toBe(403);
  expect((await send(member, "GET", "/v1/organizations/nobody/errors")).json.error.code).toBe(3100);
});

test("who leaves an organization loses its things at once, and a deleted organization leaves nothing", async () => {
  await admin("DELETE", "/v1/organizations/acme/members/ann");
  expect((await send(member, "GET", "/v1/algorithms/acme/echo")).status).toBe(403);
  expect((await send(member, "GET", "/v1/data/acme/models/m")).status).toBe(403);
  await admin("DELETE", "/v1/organizations/acme");
  expect((await send(member, "GET", "/v1/algorithms/acme/echo")).status).toBe(404);
  expect((await send(member, "GET", "/v1/data/acme/models/m")).status).toBe(404);
});
