import { join } from "node:path";
import { startPlatform } from "../../../platform/index";
import { nameFolders } from "../../../platform/store/folders";
import { filesBelow } from "../../support/files-below";
import { eventually, send, temporaryFolder } from "../api/support";
import { Inside } from "../calls/inside";

const dataDir = join(temporaryFolder(), "data");
const long = "/v1/data/.algo/demo/keeper";
let inside: Inside;
let ada: string;

beforeAll(async () => {
  inside = await Inside.start({ dataDir });
  ada = await inside.user("ada");
  const act = async (ask: Parameters<Parameters<Inside["publish"]>[1]>[0], input: unknown) => {
    const [method, path, body] = (input as { input: [string, string, unknown?] }).input;
    const reply = await ask(method, `/v1/data/${path}`, body);
    return reply.json ?? (reply.text || reply.status);
  };
  await inside.publish("keeper", act);
  await inside.publish("other", act);
  await inside.publish("secret", act, "private");
});
afterAll(() => inside.platform.close());

const get = (path: string, key?: string) => inside.ask("GET", path, { key });

test.each(["temp", "perm"])("reference 2.2: an algorithm keeps data in .algo/%s, and its user gets it by the long name", async (kind) => {
  expect(await inside.call("keeper", ["PUT", `.algo/${kind}/f`, "kept"])).toEqual({ result: `data://.algo/${kind}/f` });
  expect(await inside.call("keeper", ["PUT", `.algo/demo/KEEPER/${kind}/g`, "kept"])).toEqual({
    result: `data://.algo/demo/KEEPER/${kind}/g`,
  });
  expect(await inside.call("keeper", ["GET", `.algo/demo/keeper/${kind}/f`])).toBe("kept");
  expect((await get(`${long}/${kind}/f`)).text).toBe("kept");
  expect((await get(`/v1/connector/data/.algo/demo/Keeper/${kind}/g`)).text).toBe("kept");
  const listing = (await get(`${long}/${kind}?acl=true`)).json;
  expect([listing.files.map(({ filename }: { filename: string }) => filename), listing.acl]).toEqual([["f", "g"], undefined]);
  expect((await inside.ask("HEAD", `${long}/${kind}`)).headers["x-data-type"]).toBe("directory");
});

test("reference 2.2: it is kept for each calling user apart", async () => {
  await inside.call("keeper", ["PUT", ".algo/perm/mine", "demo's"]);
  await inside.call("keeper", ["PUT", ".algo/perm/mine", "ada's"], ada);
  expect((await get(`${long}/perm/mine`)).text).toBe("demo's");
  expect((await get(`${long}/perm/mine`, ada)).text).toBe("ada's");
  expect((await get(`${long}/perm/g`, ada)).status).toBe(404);
});

test("reference 2.2: it is there without being made, and has no other collections", async () => {
  const fresh = await inside.user("fresh");
  expect((await get(`${long}/temp`, fresh)).json).toEqual({});
  expect((await get(`${long}`, fresh)).json).toEqual({ folders: [{ name: "perm" }, { name: "temp" }] });
  expect((await get("/v1/data/.algo", fresh)).json).toEqual({});
  expect((await get(`${long}/mine`, fresh)).status).toBe(404);
  expect((await inside.ask("POST", `${long}`, { body: { name: "temp" } })).status).toBe(400);
  expect((await inside.ask("PATCH", `${long}/temp`, { body: { acl: { read: [] } } })).status).toBe(400);
});

test("the folders above name the algorithms that keep data for the user, inside an algorithm its own collections", async () => {
  await inside.call("keeper", ["PUT", ".algo/temp/f", "x"], ada);
  expect((await get("/v1/data/.algo", ada)).json).toEqual({ folders: [{ name: "demo" }] });
  expect((await get("/v1/data/.algo/demo", ada)).json).toEqual({ folders: [{ name: "keeper" }] });
  expect((await get("/v1/data/.algo/nobody", ada)).status).toBe(404);
  expect((await inside.ask("HEAD", "/v1/data/.algo/nobody", { key: ada })).status).toBe(404);
  expect(await inside.call("other", ["GET", ".algo"], ada)).toEqual({ folders: [{ name: "perm" }, { name: "temp" }] });
  expect((await get("/v1/data/.my", ada)).json).toEqual({});
  expect((await get("/v1/hostedData", ada)).json).toEqual({ result: [] });
});

test("from outside and from other algorithms it is read and deleted, not written", async () => {
  await inside.call("keeper", ["PUT", ".algo/perm/result", "x"]);
  expect(await inside.call("other", ["GET", ".algo/demo/keeper/perm/result"])).toBe("x");
  const refused = await inside.call("other", ["PUT", ".algo/demo/keeper/perm/result", "y"]);
  expect(refused).toMatchObject({ error: { code: 2001, message: expect.stringContaining("Only the algorithm itself") } });
  expect((await inside.ask("PUT", `${long}/perm/result`, { body: "y" })).status).toBe(403);
  expect((await inside.ask("DELETE", `${long}/perm/result`)).json).toEqual({ result: { deleted: 1 } });
  await inside.call("keeper", ["PUT", ".algo/temp/a", "x"]);
  expect((await inside.ask("DELETE", `${long}/temp`)).status).toBe(400);
  expect((await inside.ask("DELETE", `${long}/temp?force=true`)).status).toBe(200);
  expect((await get(`${long}/temp`)).json).toEqual({});
});

test("the short names mean nothing outside of an algorithm: 404", async () => {
  const reply = await get("/v1/data/.algo/temp/f");
  expect([reply.status, reply.json.error.message]).toEqual([404, expect.stringContaining("data://.algo/owner/name/temp")]);
});

test("reference 1.2: a key without data rights reads nothing there, but the algorithm that it calls does", async () => {
  const key = await inside.user("bob", { allow_algo: true, algo_acl: ["algo://*"] });
  expect(await inside.call("keeper", ["PUT", ".algo/perm/f", "bob's"], key)).toMatchObject({ result: expect.anything() });
  expect(await inside.call("keeper", ["GET", ".algo/perm/f"], key)).toBe("bob's");
  expect(await inside.call("other", ["GET", ".algo/demo/keeper/perm/f"], key)).toMatchObject({ error: { code: 2001 } });
  expect((await get(`${long}/perm/f`, key)).status).toBe(403);
  const reader = await inside.user("bob", { allow_data: true });
  expect((await get(`${long}/perm/f`, reader)).text).toBe("bob's");
  expect((await inside.ask("DELETE", `${long}/perm/f`, { key: reader })).status).toBe(403);
});

test("an algorithm that others may not call is not there for them", async () => {
  expect((await get("/v1/data/.algo/demo/secret/temp", ada)).status).toBe(404);
  expect((await get("/v1/data/.algo/demo/absent/temp", ada)).status).toBe(404);
  expect((await get("/v1/data/.algo/demo/secret/temp")).status).toBe(200);
});

test("files of temp are removed when their time is over, those of perm and newer ones stay; also over a restart", async () => {
  await inside.publish("aging", async (ask) => {
    for (const kind of ["temp", "perm"])
      for (const [name, body] of [
        ["f", "old"],
        ["large", "x".repeat(100_000)],
      ])
        await ask("PUT", `/v1/data/.algo/${kind}/${name}`, body);
  });
  await inside.call("aging");
  await inside.platform.close();
  const aging = "/v1/data/.algo/demo/aging";

  const kept = await startPlatform({ dataDir });
  expect((await send(kept, "GET", `${aging}/temp/f`)).text).toBe("old");
  await kept.close();

  inside.platform = await startPlatform({ dataDir, temporaryDataSeconds: 0.5 });
  await eventually(async () => (await get(`${aging}/temp/f`)).status === 404 && (await get(`${aging}/temp/large`)).status === 404);
  expect((await get(`${aging}/perm/f`)).text).toBe("old");
  expect((await get(`${aging}/perm/large`)).bytes).toHaveLength(100_000);
});

test("an algorithm that is removed takes its data along", async () => {
  const { files } = nameFolders(dataDir);
  const folders = () => filesBelow(files);
  for (const name of ["keeper", "aging", "other", "secret"]) await inside.ask("DELETE", `/v1/algorithms/demo/${name}`);
  expect(folders()).toEqual([]);
  expect((await get("/v1/data/.algo", ada)).json).toEqual({});
});
