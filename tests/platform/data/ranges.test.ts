import { randomBytes } from "node:crypto";
import { type Platform, startPlatform } from "../../../platform/index";
import { filesBelow } from "../../support/files-below";
import { send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
const bytes = randomBytes(1000);
const path = "/v1/data/.my/parts/a.bin";
let platform: Platform;
let etag: string;

beforeAll(async () => {
  platform = await startPlatform({ dataDir });
  await send(platform, "POST", "/v1/data/.my", { body: { name: "parts" } });
  await send(platform, "PUT", path, { body: bytes });
  etag = String((await send(platform, "HEAD", path)).headers.etag);
});
afterAll(() => platform.close());

const get = (headers: Record<string, string>) => send(platform, "GET", path, { headers });

test.each([
  ["bytes=0-9", 0, 10],
  ["bytes=990-", 990, 1000],
  ["bytes=-1", 999, 1000],
  ["bytes=500-5000", 500, 1000],
  ["bytes=-5000", 0, 1000],
])("%s answers that part, with where it lies", async (range, from, to) => {
  const part = await get({ range });
  expect(part.status).toBe(206);
  expect(part.bytes.equals(bytes.subarray(from, to))).toBe(true);
  expect(part.headers).toMatchObject({ "content-range": `bytes ${from}-${to - 1}/1000`, "content-length": String(to - from), etag });
});

test.each(["bytes=0-1,5-6", "items=0-1", "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b"])(
  "%s is no range to honour: the whole file answers",
  async (range) => {
    const whole = await get({ range });
    expect([whole.status, whole.bytes.equals(bytes), whole.headers["content-range"]]).toEqual([200, true, undefined]);
  },
);

test("a range beyond the end is refused with the size", async () => {
  const refused = await get({ range: "bytes=1000-" });
  expect([refused.status, refused.headers["content-range"], refused.json]).toEqual([
    416,
    "bytes */1000",
    { error: { message: "The range lies outside the file: data://.my/parts/a.bin has 1000 bytes." } },
  ]);
});

test("what a client has already is not sent again, and what it no longer has is", async () => {
  const unchanged = await get({ "if-none-match": `"${etag}"` });
  expect([unchanged.status, unchanged.bytes.length, unchanged.headers.etag]).toEqual([304, 0, etag]);
  expect((await send(platform, "HEAD", path, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await get({ "if-range": etag, range: "bytes=0-9" })).status).toBe(206);
  expect((await get({ "if-range": "other", range: "bytes=0-9" })).status).toBe(200);
  expect((await get({ "if-match": "other" })).status).toBe(412);
});

test("of two writers that each expect to be the first, one is", async () => {
  const put = (body: string) => send(platform, "PUT", "/v1/data/.my/parts/once", { body, headers: { "if-none-match": "*" } });
  const answers = await Promise.all([put("one"), put("two")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const winner = answers[0]!.status === 200 ? "one" : "two";
  expect((await send(platform, "GET", "/v1/data/.my/parts/once")).text).toBe(winner);
});

test("a write over other bytes than expected changes nothing", async () => {
  const put = (match: string) => send(platform, "PUT", path, { body: "new", headers: { "if-match": match } });
  const refused = await put("ab".repeat(16));
  expect([refused.status, refused.json.error.message]).toEqual([
    412,
    "data://.my/parts/a.bin is not as the condition of the request asks (If-Match, If-None-Match).",
  ]);
  expect((await get({})).bytes.equals(bytes)).toBe(true);
  expect((await put(`"${etag}"`)).status).toBe(200);
  expect((await get({})).text).toBe("new");
});

test("of many that want to be first the losers leave no bytes behind", async () => {
  const put = (body: string) => send(platform, "PUT", "/v1/data/.my/parts/race", { body, headers: { "if-none-match": "*" } });
  const before = storedBlobs().length;
  const replies = await Promise.all(Array.from({ length: 12 }, (_, index) => put(String(index).repeat(50_000))));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(412)]);
  expect(storedBlobs().length).toBe(before + 1);
});

test("a file is deleted only while it is what the caller expects", async () => {
  const remove = (match: string) => send(platform, "DELETE", "/v1/data/.my/parts/deleted", { headers: { "if-match": match } });
  await send(platform, "PUT", "/v1/data/.my/parts/deleted", { body: "hello" });
  expect((await remove('"0"')).status).toBe(412);
  expect((await remove('"5d41402abc4b2a76b9719d911017c592"')).status).toBe(200);
});

test("an empty file has no bytes to take a range of", async () => {
  await send(platform, "PUT", "/v1/data/.my/parts/empty", { body: "" });
  const refused = await send(platform, "GET", "/v1/data/.my/parts/empty", { headers: { range: "bytes=0-" } });
  expect([refused.status, refused.headers["content-range"]]).toEqual([416, "bytes */0"]);
});

/** Every file of the data folder that could hold uploaded bytes. */
function storedBlobs(): string[] {
  return filesBelow(dataDir).filter((name) => /[0-9a-f-]{36}[/\\][0-9a-f-]{36}(\.part)?$/.test(name));
}
