import fc from "fast-check";
import { type Platform, startPlatform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { prepareFolders } from "../../../platform/store/folders";
import { send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/data/.my", { body: { name: "names" } });
});
afterAll(() => platform.close());

const folder = "/v1/data/.my/names";
const namesIn = async (path: string): Promise<string[]> =>
  ((await send(platform, "GET", path)).json.files ?? []).map((file: { filename: string }) => file.filename);

/** Names that the documentation allows: anything but `/`, control characters, `.` and `..`. */
const anyName = fc
  .string({ unit: "binary", minLength: 1, maxLength: 60 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .filter((name) => !/[/\u0000-\u001f\u007f]/.test(name) && name !== "." && name !== "..");

test("any allowed name is put, listed, read, described and deleted under exactly that name", async () => {
  await fc.assert(
    fc.asyncProperty(anyName, fc.uint8Array({ maxLength: 200 }), async (name, content) => {
      const path = `${folder}/${encodeURIComponent(name)}`;
      const body = Buffer.from(content);
      expect((await send(platform, "PUT", path, { body })).json).toEqual({ result: `data://.my/names/${name}` });
      expect(await namesIn(folder)).toEqual([name]);
      expect((await send(platform, "GET", path)).bytes.equals(body)).toBe(true);
      expect((await send(platform, "HEAD", path)).headers["content-length"]).toBe(String(body.length));
      expect((await send(platform, "DELETE", path)).text).toBe('{"result":{"deleted":1}}');
      expect((await send(platform, "GET", folder)).json).toEqual({});
    }),
    { numRuns: 60 },
  );
});

test("composed and combining characters are two names, as given", async () => {
  await send(platform, "POST", "/v1/data/.my", { body: { name: "combining" } });
  for (const name of ["\u00e9", "e\u0301"]) {
    await send(platform, "PUT", `/v1/data/.my/combining/${encodeURIComponent(name)}`, { body: name });
  }
  expect((await namesIn("/v1/data/.my/combining")).sort()).toEqual(["e\u0301", "\u00e9"]);
  expect((await send(platform, "GET", "/v1/data/.my/combining/e%CC%81")).text).toBe("e\u0301");
});

test("every way of writing an address names the same file", async () => {
  await send(platform, "POST", "/v1/data/.my", { body: { name: "ways" } });
  await send(platform, "PUT", "/v1/data/.my/ways/a%3Fb", { body: "one" });
  for (const path of [
    "/v1/data/demo/ways/a%3Fb?acl=true",
    "/v1/data/.my/ways/a%3Fb/",
    "/v1/data//.my//ways//a%3Fb",
    "/v1/data/.my%2Fways%2Fa%3Fb",
    "/v1/data/data://.my/ways/a%3Fb",
    "/v1/data/data%3A%2F%2Fdemo%2Fways%2Fa%3Fb",
    "/v1/connector/data/.my/ways/a%3Fb",
  ]) {
    expect([path, (await send(platform, "GET", path)).text]).toEqual([path, "one"]);
    expect((await send(platform, "HEAD", path)).headers["content-length"]).toBe("3");
  }
  expect(await namesIn("/v1/data/.my/ways/")).toEqual(["a?b"]);
});

test("HEAD tells folders at every level, with and without a slash at the end", async () => {
  for (const path of ["/v1/data", "/v1/data/", "/v1/data/.my", "/v1/data/demo/", folder, `${folder}/`]) {
    const head = await send(platform, "HEAD", path);
    expect([path, head.status, head.headers["x-data-type"]]).toEqual([path, 200, "directory"]);
  }
  for (const path of ["/v1/data/nobody", "/v1/data/.my/absent", "/v1/data/.my/absent/f"]) {
    const head = await send(platform, "HEAD", path);
    expect([path, head.status, head.headers["x-error-message"]]).toEqual([path, 404, expect.stringContaining("path not found: data://")]);
  }
});

test("an address of 100 KB is answered 431 with a JSON error, whatever the method", async () => {
  for (const method of ["GET", "PUT", "DELETE"]) {
    const reply = await send(platform, method, `${folder}/${"n".repeat(100_000)}`, { body: "x" });
    expect([reply.status, reply.json]).toEqual([
      431,
      { error: { message: "The address and headers of the request are larger than 16 KiB." } },
    ]);
  }
  const long = `${folder}/${"n".repeat(12_000)}`;
  expect((await send(platform, "PUT", long, { body: "x" })).status).toBe(200);
  expect((await send(platform, "GET", long)).text).toBe("x");
  await send(platform, "DELETE", long);
});

test("collections are listed a thousand a page, with a marker when there are more", async () => {
  const store = openStore(prepareFolders(dataDir).database);
  const user = store.users.create("demo");
  store.atomically(() => {
    for (let index = 0; index < 1001; index++) store.collections.create(user, `c${index}`, []);
  });
  store.close();
  const large = await startPlatform({ dataDir });
  const first = (await send(large, "GET", "/v1/data/.my")).json;
  const second = (await send(large, "GET", `/v1/data/.my?marker=${first.marker}`)).json;
  const all = (await send(large, "GET", "/v1/hostedData")).json.result;
  await large.close();
  expect([first.folders.length, second.folders.length, second.marker, all.length]).toEqual([1000, 1, undefined, 1001]);
  expect(new Set([...first.folders, ...second.folders].map(({ name }) => name)).size).toBe(1001);
});
