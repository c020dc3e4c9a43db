import { type Platform, startPlatform } from "../../../platform/index";
import { createAlgorithm, send } from "../api/support";

let platform: Platform;
let orgId: string;
let algorithmId: string;
let foreignId: string;
beforeAll(async () => {
  platform = await startPlatform();
  const acme = { org_name: "acme", org_label: "Acme", org_contact_name: "Ann", org_email: "a@acme.com" };
  orgId = (await admin("POST", "/v1/organizations", acme)).json.id;
  await admin("PUT", "/v1/organizations/acme/members/demo");
  const body = { name: "scored", details: {}, settings: { package_set: "python37" } };
  algorithmId = (await send(platform, "POST", "/v1/algorithms/acme", { body })).json.id;
  foreignId = (await createAlgorithm(platform, "foreign")).id;
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const info = "/v1/admin/organization_host_information";
const names = "/v1/organizations/acme/algorithms-host-usernames";

test("SPEC createOrganizationHostInformation, getByOrgName, update, delete: recorded, read, changed and forgotten", async () => {
  const created = await admin("POST", `${info}/acme`, { host_username: "svc_acme", host_user_id: "1001" });
  expect([created.status, created.headers["content-type"], created.text]).toEqual([200, expect.stringContaining("text/plain"), "created"]);
  const seen = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), org_id: orgId, host_username: "svc_acme", host_user_id: "1001" };
  expect((await admin("GET", `${info}/ACME`)).json).toEqual(seen);
  const updated = await admin("PUT", info, { org_id: orgId, host_username: "svc2", host_user_id: "1002" });
  expect([updated.status, updated.text]).toEqual([200, "updated"]);
  expect((await admin("GET", `${info}/acme`)).json).toEqual({ ...seen, host_username: "svc2", host_user_id: "1002" });
  expect((await admin("POST", `${info}/acme`, { host_username: "x", host_user_id: "y" })).status).toBe(400);
  expect((await admin("GET", `${info}/acme`)).json.host_username).toBe("svc2");
  expect((await admin("DELETE", `${info}/acme`)).text).toBe("deleted");
  for (const reply of [
    await admin("GET", `${info}/acme`),
    await admin("DELETE", `${info}/acme`),
    await admin("PUT", info, { org_id: orgId, host_username: "x", host_user_id: "y" }),
  ]) {
    expect([reply.status, reply.json.error.code]).toEqual([400, 6001]);
  }
});

test("SPEC setHostUsernames, getHostUsernames, deleteHostUsernames: pairs of the organization's algorithms", async () => {
  const put = await admin("PUT", names, { updates: [{ algorithm_id: algorithmId, functional_id: "fn1" }] });
  expect([put.status, put.text]).toEqual([204, ""]);
  await admin("PUT", names, { updates: [{ algorithm_id: algorithmId.toUpperCase(), functional_id: "fn2" }] });
  expect((await admin("GET", names)).json).toEqual([{ algorithm_id: algorithmId, functional_id: "fn2" }]);
  for (const _ of [1, 2]) expect((await admin("DELETE", `${names}/${algorithmId}`)).status).toBe(204);
  expect((await admin("GET", names)).json).toEqual([]);
});

test("one pair that does not fit refuses all of them", async () => {
  const good = { algorithm_id: algorithmId, functional_id: "fn" };
  for (const bad of [
    { algorithm_id: foreignId, functional_id: "fn" },
    { algorithm_id: "x", functional_id: "fn" },
    { algorithm_id: algorithmId },
  ]) {
    const reply = await admin("PUT", names, { updates: [good, bad] });
    expect([bad, reply.status, reply.json.error.code]).toEqual([bad, 400, 6001]);
  }
  expect((await admin("PUT", names, {})).status).toBe(400);
  expect((await admin("DELETE", `${names}/no-uuid`)).json.error.code).toBe(6001);
  expect((await admin("PUT", names, "[")).json.error.code).toBe(2013);
  expect((await admin("GET", names)).json).toEqual([]);
});

test("SPEC: an organization that is not there is 400 (code 3100), and a user's key reaches nothing", async () => {
  const body = { host_username: "x", host_user_id: "y", updates: [] };
  const paths: [string, string][] = [
    ["GET", `${info}/nobody`],
    ["POST", `${info}/nobody`],
    ["DELETE", `${info}/nobody`],
    ["GET", names.replace("acme", "nobody")],
    ["PUT", names.replace("acme", "nobody")],
    ["DELETE", `${names.replace("acme", "nobody")}/${algorithmId}`],
  ];
  for (const [method, path] of paths) {
    const reply = await admin(method, path, method === "GET" ? undefined : body);
    expect([method, path, reply.status, reply.json.error.code]).toEqual([method, path, 400, 3100]);
    expect((await send(platform, method, path)).status).toBe(403);
  }
  expect((await send(platform, "PUT", info, { body })).status).toBe(403);
});

test("what is recorded goes with the algorithm and the organization", async () => {
  await admin("PUT", names, { updates: [{ algorithm_id: algorithmId, functional_id: "fn" }] });
  await send(platform, "DELETE", "/v1/algorithms/acme/scored");
  expect((await admin("GET", names)).json).toEqual([]);
  await admin("POST", `${info}/acme`, { host_username: "x", host_user_id: "y" });
  expect((await admin("DELETE", "/v1/organizations/acme")).status).toBe(204);
  expect((await admin("GET", `${info}/acme`)).json.error.code).toBe(3100);
});
