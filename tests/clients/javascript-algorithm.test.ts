import { type Platform, startPlatform } from "../../platform/index";
import { pushChange, send, temporaryFolder } from "../platform/api/support";

/** JavaScript algorithms from their creation to their answer; inside them Algorithmia's own client, which npm installs. */

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const create = (name: string) =>
  send(platform, "POST", "/v1/algorithms/demo", { body: { name, details: { label: name }, settings: { language: "javascript" } } });
const compile = (name: string) => send(platform, "POST", `/v1/algorithms/demo/${name}/compile`);
const call = (target: string, body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
  send(platform, "POST", `/v1/algo/demo/${target}`, {
    body: headers["content-type"] === "application/json" ? JSON.stringify(body) : body,
    headers,
  });

test("reference 5.2: a new JavaScript algorithm is built, published and called as it is", async () => {
  const created = await create("Greet");
  expect([created.status, created.json.settings.language]).toEqual([201, "javascript"]);
  const compiled = await compile("Greet");
  expect(compiled.json.compilation).toMatchObject({
    successful: true,
    output: expect.stringContaining("Beginning container customization"),
  });
  const published = await send(platform, "POST", "/v1/algorithms/demo/Greet/versions", { body: {} });
  expect(published.json.version_info.semantic_version).toBe("0.1.0");
  expect((await call("Greet/0.1.0", "Jane")).json).toMatchObject({ result: "hello Jane", metadata: { content_type: "text" } });
});

test("building blocks 1: the official client reads files and calls algorithms from inside, without being given an address or a key", async () => {
  await create("Reader");
  await send(platform, "POST", "/v1/data/demo", { body: { name: "models" } });
  await send(platform, "PUT", "/v1/data/demo/models/words.json", { body: '["seven"]' });
  const source = `
const algorithmia = require("algorithmia");
const client = algorithmia();
const words = new Promise((resolve) => client.file("data://demo/models/words.json").getJson(resolve));
exports.apply = async (input) => {
  const answer = await new Promise((resolve) => client.algo("demo/Greet/0.1.0").pipe(input).then(resolve));
  return { words: await words, answer: answer.get() };
};
`;
  const commit = await pushChange(platform, folder, "Reader", { "src/Reader.js": source });
  expect((await compile("Reader")).json.compilation.output).toContain("Using environment");
  expect((await call(`Reader/${commit}`, "Ada")).json).toMatchObject({ result: { words: ["seven"], answer: "hello Ada" } });
});

test("bytes go both ways, and a failed call is told with its stack trace", async () => {
  await create("Reverse");
  const source = `
exports.apply = (input, cb) => {
  if (!Buffer.isBuffer(input)) throw Object.assign(new TypeError("bytes, please"), { error_type: "InputError" });
  cb(null, input.reverse());
};
`;
  const commit = await pushChange(platform, folder, "Reverse", { "package.json": "{}", "src/Reverse.js": source });
  await compile("Reverse");
  const octets = { "content-type": "application/octet-stream" };
  const answer = await call(`Reverse/${commit}?output=raw`, Buffer.from([1, 2, 255]), octets);
  expect([answer.headers["content-type"], answer.bytes]).toEqual(["application/octet-stream", Buffer.from([255, 2, 1])]);
  expect((await call(`Reverse/${commit}`, "text")).json).toMatchObject({
    error: { message: "bytes, please", error_type: "InputError", stacktrace: expect.stringContaining("src/Reverse.js:3") },
  });
});
