import { createHash, randomBytes } from "node:crypto";
import { type Platform, startPlatform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { prepareFolders } from "../../../platform/store/folders";
import { send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/data/.my", { body: { name: "files" } });
});
afterAll(() => platform.close());

test("a file comes back byte for byte from both address families, with its size and md5", async () => {
  const bytes = randomBytes(300_000);
  const put = await send(platform, "PUT", "/v1/data/.my/files/a.bin", { body: bytes, headers: { "content-type": "application/json" } });
  expect([put.status, put.text]).toEqual([200, '{"result":"data://.my/files/a.bin"}']);
  for (const path of ["/v1/data/demo/files/a.bin", "/v1/connector/data/demo/files/a.bin", "/v1/data/data://demo/files/a.bin"]) {
    const got = await send(platform, "GET", path);
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got.headers).toMatchObject({
      etag: createHash("md5").update(bytes).digest("hex"),
      "content-length": "300000",
      "x-data-type": "file",
    });
  }
});

test("HEAD tells type, size and md5 without the bytes, and names a missing file in X-Error-Message", async () => {
  await send(platform, "PUT", "/v1/data/.my/files/head.txt", { body: "hello" });
  const head = await send(platform, "HEAD", "/v1/data/.my/files/head.txt");
  expect(head.status).toBe(200);
  expect(head.headers).toMatchObject({ "x-data-type": "file", etag: "5d41402abc4b2a76b9719d911017c592", "content-length": "5" });
  expect((await send(platform, "HEAD", "/v1/data/.my/files")).headers["x-data-type"]).toBe("directory");
  const missing = await send(platform, "HEAD", "/v1/data/.my/files/%C3%A9");
  expect([missing.status, missing.headers["x-error-message"]]).toEqual([404, "path not found: data://.my/files/?"]);
});

test.each([
  ["text/plain", "text/plain"],
  ["application/json", "application/json"],
  ["*/*", "application/octet-stream"],
  ["application/octet-stream", "application/octet-stream"],
  [undefined, "application/octet-stream"],
])("a file that is asked for as %s comes as %s", async (accept, type) => {
  await send(platform, "PUT", "/v1/data/.my/files/typed", { body: "{}" });
  const got = await send(platform, "GET", "/v1/data/.my/files/typed", { headers: accept ? { accept } : {} });
  expect(got.headers["content-type"]).toMatch(new RegExp(`^${type}`));
});

test.each(["with space", "per%25cent", "%C3%A9%E4%B8%AD%F0%9F%98%80", "a+b", "quote'\"", "semi;colon=1", ".hidden", "data:"])(
  "a file named %s is kept under exactly that name",
  async (encoded) => {
    const path = `/v1/data/.my/files/${encoded.replaceAll(" ", "%20").replaceAll('"', "%22")}`;
    expect((await send(platform, "PUT", path, { body: encoded })).status).toBe(200);
    expect((await send(platform, "GET", path)).text).toBe(encoded);
    const names = (await send(platform, "GET", "/v1/data/.my/files")).json.files.map((entry: { filename: string }) => entry.filename);
    expect(names).toContain(decodeURIComponent(encoded));
  },
);

test("an empty file is a file", async () => {
  await send(platform, "PUT", "/v1/data/.my/files/empty", { body: "" });
  const got = await send(platform, "GET", "/v1/data/.my/files/empty");
  expect([got.status, got.text, got.headers["content-length"]]).toEqual([200, "", "0"]);
});

test("a deleted file is gone, and deleting it again is an error with a body", async () => {
  await send(platform, "PUT", "/v1/data/.my/files/gone", { body: "x" });
  expect((await send(platform, "DELETE", "/v1/data/.my/files/gone")).text).toBe('{"result":{"deleted":1}}');
  expect((await send(platform, "GET", "/v1/data/.my/files/gone")).status).toBe(404);
  expect((await send(platform, "DELETE", "/v1/data/.my/files/gone")).json.error.message).toContain("path not found");
});

test("a file goes only into a collection that exists and is no folder itself", async () => {
  expect((await send(platform, "PUT", "/v1/data/.my/absent/f", { body: "x" })).status).toBe(404);
  expect((await send(platform, "PUT", "/v1/data/.my/files", { body: "x" })).status).toBe(400);
  expect((await send(platform, "PUT", "/v1/data/.my/files/sub/f", { body: "x" })).status).toBe(400);
});

test("collections are created from JSON or a bare name, once, under valid names", async () => {
  const create = (body: unknown, headers = {}) => send(platform, "POST", "/v1/data/demo/", { body, headers });
  expect((await create({ name: "made" })).text).toBe('{"result":"data://demo/made"}');
  expect((await create("bare", { "content-type": "text/plain" })).text).toBe('{"result":"data://demo/bare"}');
  expect((await create({ name: "made" })).status).toBe(409);
  for (const name of ["", "1a", "a-b", "a/b", "..", "x".repeat(31)]) expect((await create({ name })).status).toBe(400);
  expect((await create("{broken")).status).toBe(400);
  expect((await create("")).status).toBe(400);
});

test("a collection with files is deleted only when forced, and the answer counts its files", async () => {
  await send(platform, "POST", "/v1/data/.my", { body: { name: "full" } });
  await send(platform, "PUT", "/v1/data/.my/full/1", { body: "1" });
  await send(platform, "PUT", "/v1/data/.my/full/2", { body: "2" });
  expect((await send(platform, "DELETE", "/v1/data/.my/full?force=false")).status).toBe(400);
  expect((await send(platform, "DELETE", "/v1/data/.my/full?force=true")).text).toBe('{"result":{"deleted":2}}');
  expect((await send(platform, "GET", "/v1/data/.my/full")).status).toBe(404);
  await send(platform, "POST", "/v1/data/.my", { body: { name: "full" } });
  expect((await send(platform, "DELETE", "/v1/data/.my/full")).text).toBe('{"result":{"deleted":1}}');
});

test("folders are listed at each level, with the ACL when asked for and without empty parts", async () => {
  await send(platform, "POST", "/v1/data/.my", { body: { name: "listed" } });
  expect((await send(platform, "GET", "/v1/data/")).json).toEqual({ folders: [{ name: "demo" }] });
  expect((await send(platform, "GET", "/v1/data/.my")).json.folders).toContainEqual({ name: "listed" });
  expect((await send(platform, "GET", "/v1/data/.my/listed?acl=true")).json).toEqual({ acl: { read: ["algo://.my/*"] } });
  await send(platform, "PUT", "/v1/data/.my/listed/f", { body: "abc" });
  const listing = await send(platform, "GET", "/v1/data/.my/listed");
  expect(listing.headers["x-data-type"]).toBe("directory");
  expect(listing.json).toEqual({
    files: [{ filename: "f", size: 3, last_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) }],
  });
});

test("a listing holds a thousand entries and a marker when there are more", async () => {
  const store = openStore(prepareFolders(dataDir).database);
  const collection = store.collections.create(store.users.create("demo"), "many", []);
  store.atomically(() => {
    for (let index = 0; index < 2001; index++) {
      store.files.put(collection, {
        name: `f${String(index).padStart(5, "0")}`,
        blob: String(index),
        sizeBytes: 0,
        md5: "",
        modifiedAt: new Date(0).toISOString(),
      });
    }
  });
  store.close();
  const large = await startPlatform({ dataDir });
  const names: string[] = [];
  const pages: number[] = [];
  let marker: string | undefined = "";
  while (marker !== undefined) {
    const page: { files: { filename: string }[]; marker?: string } = (await send(large, "GET", `/v1/data/.my/many?marker=${marker}`)).json;
    pages.push(page.files.length);
    names.push(...page.files.map((file) => file.filename));
    marker = page.marker;
  }
  expect(pages).toEqual([1000, 1000, 1]);
  expect(new Set(names).size).toBe(2001);
  expect((await send(large, "GET", "/v1/data/.my/many?marker=%21")).json.error.code).toBe(5002);
  await large.close();
});

test.each([
  "/v1/data/.my/../demo/files",
  "/v1/data/%2e%2e/%2e%2e/etc/passwd",
  "/v1/data/.my/files/..%2f..%2fplatform.db",
  "/v1/data/.my/files/a%00",
])("%s is refused", async (path) => {
  for (const method of ["GET", "PUT", "DELETE"]) expect((await send(platform, method, path, { body: "x" })).status).toBe(400);
});

test("a connector that nobody made is 404, and the way to make it is named", async () => {
  for (const path of ["/v1/data/s3+prod://bucket/key", "/v1/connector/s3+prod/bucket/key"]) {
    const reply = await send(platform, "GET", path);
    expect([reply.status, reply.json.error.message]).toEqual([
      404,
      expect.stringContaining("s3+prod; you have none. POST /v1/users/demo/connectors"),
    ]);
  }
});
