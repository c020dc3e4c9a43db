import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
let strangerKey: string;

beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "stranger", email: "s@example.com" } });
  strangerKey = await newKey("stranger", { allow_data: true, allow_data_write: true });
});
afterAll(() => platform.close());

async function newKey(user: string, permissions: object): Promise<string> {
  const reply = await send(platform, "POST", `/v1/users/${user}/keys`, {
    key: platform.adminKey,
    body: { key_label: "test", key_type: "AlgorithmKey", permissions },
  });
  expect(reply.status).toBe(200);
  return reply.json.api_key;
}

async function collection(name: string, read?: string[]) {
  await send(platform, "POST", "/v1/data/.my", { body: { name, ...(read && { acl: { read } }) } });
  await send(platform, "PUT", `/v1/data/.my/${name}/f`, { body: "secret" });
}

test.each([
  ["of the default kind", undefined, 403],
  ["for the owner only", [], 403],
  ["for everybody", ["user://*"], 200],
])("a collection %s answers another account with the status its list says", async (kind, read, status) => {
  const name = `c_${kind.replaceAll(" ", "_")}`;
  await collection(name, read);
  expect((await send(platform, "GET", `/v1/data/demo/${name}/f`, { key: strangerKey })).status).toBe(status);
  expect((await send(platform, "HEAD", `/v1/data/demo/${name}/f`, { key: strangerKey })).status).toBe(status);
  expect((await send(platform, "GET", `/v1/data/demo/${name}`, { key: strangerKey })).status).toBe(status);
  expect((await send(platform, "GET", `/v1/data/demo/${name}/f`)).text).toBe("secret");
});

test("nobody but the owner writes, whatever may be read", async () => {
  await collection("open", ["user://*"]);
  const attempts: [string, string, unknown?][] = [
    ["PUT", "/v1/data/demo/open/f", "changed"],
    ["DELETE", "/v1/data/demo/open/f"],
    ["DELETE", "/v1/data/demo/open?force=true"],
    ["PATCH", "/v1/data/demo/open", { acl: { read: [] } }],
    ["POST", "/v1/data/demo", { name: "planted" }],
  ];
  for (const [method, path, body] of attempts) {
    const reply = await send(platform, method, path, { key: strangerKey, body });
    expect([method, reply.status, reply.json.error.code]).toEqual([method, 403, 2001]);
  }
  expect((await send(platform, "GET", "/v1/data/demo/open/f")).text).toBe("secret");
});

test("a changed ACL counts from the next request, and only the three lists exist", async () => {
  await collection("patched", ["user://*"]);
  const patched = await send(platform, "PATCH", "/v1/data/demo/patched", { body: { acl: { read: [] } } });
  expect([patched.status, patched.text]).toEqual([200, ""]);
  expect((await send(platform, "GET", "/v1/data/demo/patched/f", { key: strangerKey })).status).toBe(403);
  for (const read of [["user://x"], ["user://*", "algo://.my/*"], "user://*", [1]]) {
    expect((await send(platform, "PATCH", "/v1/data/demo/patched", { body: { acl: { read } } })).status).toBe(400);
  }
});

test("other accounts see of an account's folder only what they may read", async () => {
  await collection("hidden", []);
  await collection("shown", ["user://*"]);
  const names = (await send(platform, "GET", "/v1/data/demo", { key: strangerKey })).json.folders.map(
    (folder: { name: string }) => folder.name,
  );
  expect(names).toContain("shown");
  expect(names).not.toContain("hidden");
});

test.each([
  [{ allow_data: true }, { get: 200, put: 403 }],
  [
    { allow_data: true, allow_data_write: true },
    { get: 200, put: 200 },
  ],
  [
    { allow_algo: true, algo_acl: ["algo://*"], allow_algo_management: true },
    { get: 403, put: 403 },
  ],
  [{ allow_data_write: true }, { get: 403, put: 403 }],
])("a key of the owner with %j gets %j", async (permissions, expected) => {
  await send(platform, "POST", "/v1/data/.my", { body: { name: "scoped" } });
  await send(platform, "PUT", "/v1/data/.my/scoped/f", { body: "x" });
  const key = await newKey("demo", permissions);
  expect((await send(platform, "GET", "/v1/data/.my/scoped/f", { key })).status).toBe(expected.get);
  expect((await send(platform, "PUT", "/v1/data/.my/scoped/g", { key, body: "y" })).status).toBe(expected.put);
});

test("a wrong key and no key get 401 with code 2002 on every data method", async () => {
  for (const key of ["simWRONG", null]) {
    for (const method of ["GET", "PUT", "POST", "PATCH", "DELETE"]) {
      const reply = await send(platform, method, "/v1/data/demo/c/f", { key, body: "x" });
      expect([method, reply.status, reply.json.error.code]).toEqual([method, 401, 2002]);
    }
    expect((await send(platform, "HEAD", "/v1/data/demo/c/f", { key })).headers["x-error-message"]).toBeTruthy();
  }
});
