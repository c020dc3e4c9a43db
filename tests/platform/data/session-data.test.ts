import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { startPlatform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { nameFolders } from "../../../platform/store/folders";
import { filesBelow } from "../../support/files-below";
import { eventually, send, temporaryFolder } from "../api/support";
import { type Ask, Inside } from "../calls/inside";

const session = "/v1/data/.session";
const dataDir = join(temporaryFolder(), "data");
let inside: Inside;

beforeAll(async () => {
  inside = await Inside.start();
  await inside.publish("see", async (ask) => {
    const reply = await ask("GET", `${session}/f`);
    return [reply.status, reply.status === 200 ? reply.text : reply.json.error.message];
  });
});
afterAll(() => inside.platform.close());

const files = async () => readdirSync(nameFolders(inside.platform.dataDir).files).length;
const absent = [404, "path not found: data://.session/f"];

test("reference 2.2: what one algorithm of a call puts into data://.session, the others find, and nobody after the call", async () => {
  await inside.publish("put", async (ask) => {
    const put = await ask("PUT", `${session}/f`, "shared");
    await ask("PUT", `${session}/large`, "x".repeat(100_000));
    return [put.json.result, (await ask("POST", "/v1/algo/demo/see", { input: 0 })).json.result];
  });
  expect(await inside.call("put")).toEqual(["data://.session/f", [200, "shared"]]);
  expect(await inside.call("see")).toEqual(absent);
  // Bytes of large files lie in the folder, those of small ones in the database.
  await eventually(async () => (await files()) === 0);
});

test("reference 2.2, 2.3: it is put, listed, headed, read in part and deleted like any collection, without an ACL", async () => {
  await inside.publish("all", async (ask) => {
    const empty = await ask("GET", session);
    await ask("PUT", `${session}/a%20b`, "1");
    await ask("PUT", `${session}/c`, "22");
    const listed = await ask("GET", `${session}?acl=true`);
    const head = await ask("HEAD", `${session}/c`);
    const folder = await ask("HEAD", session);
    return {
      empty: [empty.status, empty.json],
      listed: [listed.json.files.map(({ filename, size }: { filename: string; size: number }) => [filename, size]), "acl" in listed.json],
      head: [head.status, head.headers["x-data-type"], head.headers["content-length"]],
      folder: [folder.status, folder.headers["x-data-type"]],
      deleted: (await ask("DELETE", `${session}/c`)).json,
      again: (await ask("DELETE", `${session}/c`)).status,
      refused: [
        (await ask("DELETE", session)).status,
        (await ask("PATCH", session, { acl: { read: [] } })).status,
        (await ask("POST", session, { name: "sub" })).status,
        (await ask("PUT", `${session}/sub/f`, "x")).status,
        (await ask("PUT", session, "x")).status,
      ],
      all: (await ask("DELETE", `${session}?force=true`)).json,
      after: (await ask("GET", session)).json,
      anew: (await ask("PUT", `${session}/c`, "3")).status,
    };
  });
  expect(await inside.call("all")).toEqual({
    empty: [200, {}],
    listed: [
      [
        ["a b", 1],
        ["c", 2],
      ],
      false,
    ],
    head: [200, "file", "2"],
    folder: [200, "directory"],
    deleted: { result: { deleted: 1 } },
    again: 404,
    refused: [400, 400, 400, 400, 400],
    all: { result: { deleted: 1 } },
    after: {},
    anew: 200,
  });
});

test("calls at once have sessions of their own, also of the same caller", async () => {
  let both = () => {};
  const met = new Promise<void>((resolve) => (both = resolve));
  let count = 0;
  await inside.publish("apart", async (ask, input) => {
    await ask("PUT", `${session}/f`, String((input as { input: number }).input));
    count += 1;
    if (count === 2) both();
    await met;
    return (await ask("GET", `${session}/f`)).text;
  });
  expect(await Promise.all([inside.call("apart", 1), inside.call("apart", 2)])).toEqual(["1", "2"]);
});

test("there is no session outside of a call: 404, as for a file that is not there", async () => {
  for (const [method, path] of [
    ["GET", session],
    ["GET", `${session}/f`],
    ["PUT", `${session}/f`],
    ["DELETE", `${session}/f`],
  ] as const)
    expect([method, (await inside.ask(method, path, { body: "x" })).status]).toEqual([method, 404]);
  expect((await inside.ask("HEAD", session)).headers["x-error-message"]).toMatch(/^path not found: data:\/\/\.session is there while/);
});

test("a key without data rights reaches the session of its own call all the same", async () => {
  const key = await inside.user("bob", { allow_algo: true, algo_acl: ["algo://*"] });
  expect(await inside.call("put", 0, key)).toEqual(["data://.session/f", [200, "shared"]]);
});

test("what outlives its call has no session any more", async () => {
  let ask: Ask | undefined;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await inside.publish("late", async (given) => {
    ask = given;
    await released;
  });
  await inside.publish("starter", async (given) => {
    await given("PUT", `${session}/f`, "x");
    await given("POST", "/v1/algo/demo/late?output=void", { input: 0 });
    return (await eventually(() => ask))("GET", `${session}/f`).then(({ text }) => text);
  });
  expect(await inside.call("starter")).toBe("x");
  expect((await ask!("PUT", `${session}/f`, "y")).status).toBe(404);
  release();
});

test("an upload that its session does not outlive leaves nothing: 404", async () => {
  const { files: root } = nameFolders(inside.platform.dataDir);
  let upload: ClientRequest | undefined;
  let status: Promise<number | undefined> | undefined;
  await inside.publish("uploader", async (_ask, _input, { environment }) => {
    const url = new URL(`${session}/f`, inside.platform.url);
    upload = request(url, { method: "PUT", headers: { authorization: environment.ALGORITHMIA_API_KEY } });
    status = once(upload, "response").then(([response]) => (response as IncomingMessage).resume().statusCode);
    upload.write("beginning");
    await eventually(() => filesBelow(root).length > 0);
  });
  await inside.call("uploader");
  await eventually(async () => (await files()) === 0);
  upload?.end("end");
  expect(await status).toBe(404);
  await eventually(async () => (await files()) === 0);
});

test("what a killed platform left of its sessions is gone at the next start", async () => {
  await (await startPlatform({ dataDir })).close();
  const folders = nameFolders(dataDir);
  const store = openStore(folders.database);
  const user = store.users.byName("demo")!;
  const left = store.specialCollections.obtain({ kind: "session", userId: user.id, sessionId: "s" });
  store.close();
  mkdirSync(join(folders.files, left.id));
  const blob = join(folders.files, left.id, "blob");
  writeFileSync(blob, "left");
  const platform = await startPlatform({ dataDir });
  await eventually(() => !existsSync(blob));
  expect((await send(platform, "GET", "/v1/data/.my")).json).toEqual({});
  await platform.close();
  const after = openStore(folders.database);
  expect(after.collections.ids().size).toBe(0);
  after.close();
});
