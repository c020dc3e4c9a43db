import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Platform, startPlatform } from "../../platform/index";
import { createAlgorithm, pushChange, send, temporaryFolder } from "../platform/api/support";

type Callback = (...values: unknown[]) => void;
interface Entry {
  data_path: string;
  size?: number;
}
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
  forEach(done: (error: unknown, entry: Entry) => void): { then(done: () => void): void };
  forEachFile(done: (error: unknown, entry: Entry) => void): { then(done: () => void): void };
  forEachDir(done: (error: unknown, entry: Entry) => void): { then(done: () => void): void };
  iterator(): { next(done: (error: unknown, entry?: Entry) => void): void };
  putFile(path: string, done: Callback): void;
  file(name: string): File;
}
interface AlgorithmAnswer {
  result: unknown;
  error?: { message: string };
  metadata?: { content_type: string };
  /** The result as it was; throws the error's message. */
  get(): unknown;
}
interface Client {
  file(path: string): File;
  dir(path: string): Directory;
  algo(path: string): Record<"pipe" | "pipeJson", (input: unknown) => { then(done: (answer: AlgorithmAnswer) => void): void }>;
}
// The package has no types and one export: a function that makes a client.
const algorithmia = require("algorithmia") as (key?: string, address?: string) => Client;

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

test("reference 2.5: files come back as what they are asked for", async () => {
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

test("the address and the key are taken from the environment", async () => {
  const kept = { ...process.env };
  Object.assign(process.env, { ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey });
  try {
    expect(await told((done) => algorithmia().dir("data://.my").exists(done))).toEqual([true]);
  } finally {
    for (const name of ["ALGORITHMIA_API", "ALGORITHMIA_API_KEY"]) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
});

test("every entry of a collection is met once, page after page", async () => {
  const directory = client.dir("data://.my/many");
  await told((done) => directory.create(done));
  const names = Array.from({ length: 1003 }, (_, index) => `f${index}`);
  for (let at = 0; at < names.length; at += 50) {
    await Promise.all(names.slice(at, at + 50).map((name) => told((done) => directory.file(name).putString(name, done))));
  }
  const met: Entry[] = [];
  await new Promise<void>((done) => directory.forEachFile((error, entry) => error === null && met.push(entry)).then(done));
  expect(met.map(({ data_path }) => data_path).sort()).toEqual(names.map((name) => `.my/many/${name}`).sort());
  expect(met.every(({ data_path, size }) => size === data_path.length - ".my/many/".length)).toBe(true);
  const folders: string[] = [];
  await new Promise<void>((done) =>
    client
      .dir("data://.my")
      .forEachDir((_error, entry) => folders.push(entry.data_path))
      .then(done),
  );
  expect(folders).toContain(".my/many");
  const first = await new Promise<unknown[]>((done) => directory.iterator().next((...values) => done(values)));
  expect(first).toMatchObject([null, { data_path: expect.stringMatching(/^\.my\/many\/f/) }]);
  const absent = await new Promise<unknown[]>((done) =>
    client
      .dir("data://.my/never")
      .iterator()
      .next((...values) => done(values)),
  );
  expect(absent).toMatchObject([{ message: expect.stringContaining("path not found") }]);
});

test("a file of this machine is put under its name", async () => {
  writeFileSync(join(folder, "local.bin"), Buffer.from([0, 255, 10]));
  await told((done) => client.dir("data://.my/local").create(done));
  expect(await told((done) => client.dir("data://.my/local").putFile(join(folder, "local.bin"), done))).toEqual([
    { result: "data://.my/local/local.bin" },
    200,
  ]);
  expect(await told((done) => client.file("data://.my/local/local.bin").get(done))).toEqual([null, Buffer.from([0, 255, 10])]);
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
  const ask = (path: string, input: unknown, how: "pipe" | "pipeJson" = "pipe", by = client) =>
    new Promise<AlgorithmAnswer>((done) => by.algo(path)[how](input).then(done));
  const answer = await ask("algo://demo/Shout/0.1.0", "hello");
  expect(answer).toMatchObject({ result: "HELLO", metadata: { content_type: "text" } });
  expect(answer.get()).toBe("HELLO");
  const failed = await ask("demo/Shout", 7);
  expect(failed).toMatchObject({ error: { message: expect.stringContaining("upper"), error_type: expect.any(String) } });
  expect(() => failed.get()).toThrow(failed.error!.message);
  expect((await ask("demo/Shout", '"quoted"', "pipeJson")).get()).toBe("QUOTED");
  expect((await ask("demo/Shout/latest?output=default&timeout=30", "again")).get()).toBe("AGAIN");
  expect((await ask("demo/Shout", Buffer.from("bytes"))).get()).toEqual(Buffer.from("BYTES"));
  expect((await ask("demo/Absent", "x")).error?.message).toBe("algorithm algo://demo/Absent not found");
  const nobody = algorithmia("", platform.url);
  expect((await ask("demo/Shout", "x", "pipe", nobody)).error?.message).toBe("authorization required");
});
