import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  for (const username of ["ann", "bob", "cyd"]) await admin("POST", "/v1/users", { username });
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const make = (org_name: string, more: object = {}) =>
  admin("POST", "/v1/organizations", { org_name, org_label: "Acme Inc.", org_contact_name: "Ann B.", org_email: "a@acme.com", ...more });
const idOf = async (user: string): Promise<string> => (await admin("GET", `/v1/users/${user}`)).json.id;

test("reference 5.4: the types are a bare list, the same on every platform, for every key", async () => {
  const types = (await send(platform, "GET", "/v1/organization/types")).json;
  expect(types.map(({ name }: { name: string }) => name)).toEqual(["basic", "legacy", "pro"]);
  expect((await admin("GET", "/v1/organization/types")).json).toEqual(types);
  expect((await send(platform, "GET", "/v1/organization/types", { key: null })).status).toBe(401);
});

test("reference 5.4: an organization is created, read, put back as it was read, changed and deleted", async () => {
  const [, legacy] = (await admin("GET", "/v1/organization/types")).json;
  const created = await make("acme", {
    type_id: legacy.id,
    org_url: "https://acme.com",
    external_admin_group: ["x"],
    stripe_customer_id: "",
  });
  expect([created.status, created.json]).toEqual([
    200,
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      org_name: "acme",
      org_label: "Acme Inc.",
      org_contact_name: "Ann B.",
      org_email: "a@acme.com",
      type_id: legacy.id,
      org_created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      org_url: "https://acme.com",
      external_admin_group: ["x"],
      owner_ids: [],
      resource_type: "organization",
      self_link: `${platform.url}/v1/organizations/acme`,
    },
  ]);
  const get = async () => (await admin("GET", "/v1/organizations/ACME")).json;
  const put = await admin("PUT", "/v1/organizations/acme", created.json);
  expect([put.status, put.text, await get()]).toEqual([204, "", created.json]);
  await admin("PUT", "/v1/organizations/acme", { org_label: "Acme", org_email: "b@acme.com", org_contact_name: "Bob", type_id: "pro" });
  expect(await get()).toMatchObject({ org_label: "Acme", org_email: "b@acme.com", org_contact_name: "Bob", org_url: "https://acme.com" });
  expect((await admin("DELETE", "/v1/organizations/acme")).status).toBe(204);
  expect((await admin("DELETE", "/v1/organizations/acme")).status).toBe(204);
  const gone = await admin("GET", "/v1/organizations/acme");
  expect([gone.status, gone.json.error.code]).toEqual([409, 3100]);
});

test("reference 5.6: each fault of an organization's body has its code, and makes nothing", async () => {
  await make("taken");
  const refused: [object, number, number][] = [
    [{ org_name: undefined }, 400, 3103],
    [{ org_email: undefined }, 400, 3103],
    [{ org_email: "nowhere" }, 400, 3103],
    [{ org_label: 7 }, 400, 3103],
    [{ type_id: "" }, 400, 3103],
    [{ type_id: "no-such-type" }, 400, 3103],
    [{ owner_ids: ["no-such-user"] }, 400, 3103],
    [{ org_name: "a b" }, 400, 6001],
    [{ org_name: "TAKEN" }, 409, 3101],
    [{ org_name: "ann" }, 409, 3101],
  ];
  for (const [fault, status, code] of refused) {
    const reply = await make("fresh", fault);
    expect([fault, reply.status, reply.json.error.code]).toEqual([fault, status, code]);
  }
  expect((await admin("GET", "/v1/organizations/fresh")).status).toBe(409);
  expect((await admin("PUT", "/v1/organizations/taken", { org_name: "other" })).json.error.code).toBe(6001);
  expect((await admin("PUT", "/v1/organizations/nobody", {})).json.error.code).toBe(3100);
});

test("an organization shares the names of users without being one", async () => {
  await make("shared");
  expect((await admin("POST", "/v1/users", { username: "Shared" })).json.error.code).toBe(3003);
  expect((await admin("GET", "/v1/users/shared")).status).toBe(409);
  expect((await admin("DELETE", "/v1/users/shared")).status).toBe(204);
  expect((await admin("POST", "/v1/users/shared/keys", { permissions: {} })).json.error.code).toBe(3000);
  expect((await admin("GET", "/v1/users?limit=1000")).text).not.toContain("shared");
  expect((await admin("GET", "/v1/users/shared/algorithms")).json).toEqual([]);
  expect((await send(platform, "POST", "/v1/algorithms/shared", { body: { name: "x" } })).status).toBe(403);
  expect((await admin("GET", "/v1/organizations/shared")).status).toBe(200);
  // An email of an organization may be a user's too.
  expect((await admin("POST", "/v1/users", { username: "mailer", email: "a@acme.com" })).status).toBe(200);
});

test("organizations are listed by name, in pages that lead to each other", async () => {
  for (const name of ["page1", "page2", "page3"]) await make(name);
  const names: string[] = [];
  for (let path = "/v1/organizations?limit=2"; path; ) {
    const { results, next_link } = (await admin("GET", path)).json;
    names.push(...results.map(({ org_name }: { org_name: string }) => org_name));
    path = next_link?.slice(platform.url.length);
  }
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toEqual(expect.arrayContaining(["page1", "page2", "page3"]));
});

test("reference 5.4: a member is added with 201, again with 200, and taken out with 204, again with 204", async () => {
  await make("team");
  const member = async (method: string, user: string, org = "team") =>
    (await admin(method, `/v1/organizations/${org}/members/${user}`)).status;
  expect([await member("PUT", "bob"), await member("PUT", "BOB"), await member("PUT", "ann")]).toEqual([201, 200, 201]);
  const listed = await admin("GET", "/v1/organizations/team/members?limit=1");
  expect(listed.json).toEqual({
    marker: expect.any(String),
    next_link: expect.stringContaining("/v1/organizations/team/members?limit=1&marker="),
    results: [{ username: "ann", role: "member", user_link: `${platform.url}/v1/users/ann`, resource_type: "organizationMember" }],
  });
  expect([await member("DELETE", "ann"), await member("DELETE", "ann"), await member("DELETE", "nobody")]).toEqual([204, 204, 204]);
  expect([await member("PUT", "nobody"), await member("PUT", "taken"), await member("PUT", "ann", "nobody")]).toEqual([404, 404, 404]);
  expect(await member("DELETE", "ann", "nobody")).toBe(404);
  await admin("DELETE", "/v1/users/bob");
  expect((await admin("GET", "/v1/organizations/team/members")).json.results).toEqual([]);
});

test("the user whose admin key makes an organization owns it; owners are replaced, and one must stay", async () => {
  const key = (await admin("POST", "/v1/users/cyd/keys", { key_type: "PlatformAdminKey" })).json.api_key;
  const body = { org_name: "owned", org_label: "l", org_contact_name: "c", org_email: "o@example.com" };
  const created = await send(platform, "POST", "/v1/organizations", { key, body });
  const [ann, cyd] = [await idOf("ann"), await idOf("cyd")];
  expect(created.json.owner_ids).toEqual([cyd]);
  expect((await admin("PUT", "/v1/organizations/owned", { owner_ids: [] })).json.error.code).toBe(3102);
  expect((await admin("PUT", "/v1/organizations/owned", { owner_ids: [ann] })).status).toBe(204);
  const members = (await admin("GET", "/v1/organizations/owned/members")).json.results;
  expect(members.map(({ username, role }: { username: string; role: string }) => [username, role])).toEqual([
    ["ann", "owner"],
    ["cyd", "member"],
  ]);
});

test("a user's ordinary key reaches no organization", async () => {
  await make("closed");
  for (const [method, path] of [
    ["GET", ""],
    ["POST", ""],
    ["GET", "/closed"],
    ["PUT", "/closed"],
    ["DELETE", "/closed"],
    ["GET", "/closed/members"],
    ["PUT", "/closed/members/demo"],
    ["DELETE", "/closed/members/demo"],
  ] as const) {
    const reply = await send(platform, method, `/v1/organizations${path}`);
    expect([method, path, reply.status, reply.json.error.code]).toEqual([method, path, 403, 2001]);
  }
  expect((await admin("GET", "/v1/organizations/closed")).status).toBe(200);
});
