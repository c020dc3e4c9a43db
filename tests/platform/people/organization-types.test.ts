import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const types = "/v1/organization/types";
const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const names = async () => (await admin("GET", types)).json.map(({ name }: { name: string }) => name);
const id = "0b0e5b1e-1111-4222-8333-944444444444";
const make = (org_name: string, type_id?: string) =>
  admin("POST", "/v1/organizations", { org_name, org_label: "l", org_contact_name: "c", org_email: "c@example.com", type_id });

test("SPEC create, deleteByName: a type is made, used by organizations, and removed when none is of it", async () => {
  const made = await admin("POST", types, { id: id.toUpperCase(), name: "research" });
  expect([made.status, made.json]).toEqual([200, { id, name: "research" }]);
  expect(await names()).toEqual(["basic", "legacy", "pro", "research"]);
  expect((await make("lab", "research")).json.type_id).toBe(id);
  const used = await admin("DELETE", `${types}/research`);
  expect([used.status, used.json.error.code]).toEqual([400, 6001]);
  await admin("DELETE", "/v1/organizations/lab");
  const removed = await admin("DELETE", `${types}/RESEARCH`);
  expect([removed.status, removed.text]).toEqual([204, ""]);
  expect([await names(), (await admin("DELETE", `${types}/research`)).status]).toEqual([["basic", "legacy", "pro"], 404]);
});

test("a type that does not fit or is there already, and a user's key, make and remove nothing", async () => {
  const [basic] = (await admin("GET", types)).json;
  for (const body of [
    { id },
    { name: "x" },
    { id: "x", name: "x" },
    { id, name: "a b" },
    { id, name: "BASIC" },
    { id: basic.id, name: "x" },
    "{",
  ]) {
    const reply = await admin("POST", types, body);
    expect([body, reply.status]).toEqual([body, 400]);
  }
  expect((await send(platform, "POST", types, { body: { id, name: "x" } })).status).toBe(403);
  expect((await send(platform, "DELETE", `${types}/basic`)).status).toBe(403);
  expect((await send(platform, "POST", types, { body: { id, name: "x" }, key: null })).status).toBe(401);
  expect(await names()).toEqual(["basic", "legacy", "pro"]);
});

test("where basic has been removed an organization must name its type", async () => {
  await admin("DELETE", `${types}/basic`);
  expect((await make("untyped")).json.error.code).toBe(3103);
  expect((await make("typed", "pro")).status).toBe(200);
});
