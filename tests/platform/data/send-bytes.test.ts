import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type Platform, startPlatform } from "../../../platform/index";
import { eventually, send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
const path = "/v1/data/.my/c/large";
// Not a multiple of the pieces that it is sent in.
const body = randomBytes(9 * 1024 * 1024 + 17);
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dataDir });
  await send(platform, "POST", "/v1/data/.my", { body: { name: "c" } });
  await send(platform, "PUT", path, { body });
});
afterAll(() => platform.close());

async function get(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const asked = request(`${platform.url}${path}`, { headers: { authorization: platform.apiKey, ...headers } }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return answer;
}

/** Files of the data folder that this process has open for somebody who reads them. */
const opened = () =>
  readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(join(dataDir, "files"));
    } catch {
      return false;
    }
  });

test("readers at different speeds get every byte in its place", async () => {
  const slow = await get();
  // More than are served with large pieces.
  const quick = await Promise.all(Array.from({ length: 12 }, async () => buffer(await get())));
  expect(quick.map((bytes) => bytes.equals(body))).toEqual(quick.map(() => true));
  // It has read nothing while the others were served.
  expect((await buffer(slow)).equals(body)).toBe(true);
  await eventually(() => opened().length === 0);
});

test.each([
  [0, 0],
  [2_097_151, 2_097_152],
  [524_287, 4_718_592],
  [1_000_000, 5_000_000],
  [body.length - 1, body.length - 1],
])("bytes %i to %i are those", async (start, end) => {
  const answer = await get({ range: `bytes=${start}-${end}` });
  expect([answer.statusCode, (await buffer(answer)).equals(body.subarray(start, end + 1))]).toEqual([206, true]);
});

test("a reader that leaves half-way leaves no file open", async () => {
  await eventually(() => opened().length === 0); // An answer ends before its file is closed.
  const answer = await get();
  await once(answer, "data");
  expect(opened()).toHaveLength(1);
  answer.destroy();
  await eventually(() => opened().length === 0);
});
