import { type Platform, startPlatform } from "../../platform/index";
import { createAlgorithm, pushChange, send, temporaryFolder } from "../platform/api/support";

type Callback = (...values: unknown[]) => void;
interface File {
  put(content: string | Buffer, done: Callback): void;
  putString(content: string, done: Callback): void;
  putJson(content: string, done: Callback): void;
  get(done: Callback): void;
  getString(done: Callback): void;
  getJson(done: Callback): void;
  exists(done: Callback): void;
  delete(done: Callback): void;
}
interface Directory {
  create(done: Callback): void;
  exists(done: Callback): void;
  delete(force: boolean, done: Callback): void;
  forEach(done: Callback): void;
}
interface Client {
  file(path: string): File;
  dir(path: string): Directory;
  algo(path: string): { pipe(input: unknown): { then(done: Callback): void } };
}
// The package has no types and one export: a function that makes a client.
const algorithmia = require("algorithmia") as (key: string, address: string) => Client;

const folder = temporaryFolder();
let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform();
  client = algorithmia(platform.apiKey, platform.url);
});
afterAll(() => platform.close());

/** What a callback is called with. */
const told = (ask: (done: Callback) => void) => new Promise<unknown[]>((resolve) => ask((...values) => resolve(values)));

test("a collection is created, found, listed and deleted", async () => {
  const directory = client.dir("data://.my/things");
  expect(await told((done) => directory.exists(done))).toMatchObject([
    false,
    404,
    { error: { message: expect.stringContaining("path not found") } },
  ]);
  expect(await told((done) => directory.create(done))).toEqual([{ result: "data://.my/things" }, 200]);
  expect(await told((done) => directory.exists(done))).toEqual([true]);
  await told((done) => client.file("data://.my/things/one.txt").put("1", done));
  expect(await told((done) => directory.forEach(done))).toMatchObject([null, { data_path: ".my/things/one.txt" }]);
  expect(await told((done) => directory.delete(false, done))).toMatchObject([
    { error: { message: expect.stringContaining("not empty") } },
    400,
  ]);
  expect(await told((done) => directory.delete(true, done))).toEqual([{ result: { deleted: 1 } }, 200]);
});

test("files come back as what they are asked for", async () => {
  await told((done) => client.dir("data://.my/kinds").create(done));
  const file = client.file("data://.my/kinds/f");
  const bytes = Buffer.from([0, 1, 254, 255]);
  expect(await told((done) => file.put(bytes, done))).toEqual([{ result: "data://.my/kinds/f" }, 200]);
  expect(await told((done) => file.get(done))).toEqual([null, bytes]);
  await told((done) => file.putString("hällo", done));
  expect(await told((done) => file.getString(done))).toEqual(["hällo", 200]);
  await told((done) => file.putJson('{"a":[1,2]}', done));
  expect(await told((done) => file.getJson(done))).toEqual([{ a: [1, 2] }, 200]);
  expect(await told((done) => file.exists(done))).toEqual([true]);
  expect(await told((done) => file.delete(done))).toEqual([{ result: { deleted: 1 } }, 200]);
  expect(await told((done) => file.exists(done))).toMatchObject([
    false,
    404,
    { error: { message: expect.stringContaining("path not found") } },
  ]);
});

test("a wrong key is told as an error", async () => {
  const stranger = algorithmia("simWRONG", platform.url);
  expect(await told((done) => stranger.file("data://demo/kinds/f").getString(done))).toMatchObject([{ error: { code: 2002 } }, 401]);
});

test("an algorithm that was pushed, built and published answers", async () => {
  await createAlgorithm(platform, "Shout");
  await pushChange(platform, folder, "Shout", {
    "requirements.txt": "",
    "src/Shout.py": "def apply(input):\n    return input.upper()\n",
    "src/Shout_test.py": "",
  });
  const compiled = await send(platform, "POST", "/v1/algorithms/demo/Shout/compile");
  expect(compiled.json.compilation).toMatchObject({ successful: true });
  await send(platform, "POST", "/v1/algorithms/demo/Shout/versions", { body: { settings: { algorithm_callability: "public" } } });
  const [answer] = await told((done) => client.algo("algo://demo/Shout/0.1.0").pipe("hello").then(done));
  expect(answer).toMatchObject({ result: "HELLO", metadata: { content_type: "text" } });
  const [failed] = await told((done) => client.algo("demo/Shout").pipe(7).then(done));
  expect(failed).toMatchObject({ error: { message: expect.stringContaining("upper"), error_type: expect.any(String) } });
});
