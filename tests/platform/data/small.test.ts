import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { smallBytes } from "../../../platform/data/receive-small";
import { type Platform, startPlatform } from "../../../platform/index";
import { filesBelow } from "../../support/files-below";
import { send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dataDir });
});
beforeEach(() => send(platform, "POST", "/v1/data/.my", { body: { name: "c" } }));
afterEach(() => send(platform, "DELETE", "/v1/data/.my/c?force=true"));
afterAll(() => platform.close());

const path = "/v1/data/.my/c/f";
const filesOnDisk = () => filesBelow(join(dataDir, "files")).length;

test.each([0, 1, smallBytes - 1, smallBytes, smallBytes + 1])(
  "a file of %i bytes comes back byte for byte, also in parts and after a restart",
  async (length) => {
    const body = randomBytes(length);
    expect((await send(platform, "PUT", path, { body })).status).toBe(200);
    expect((await send(platform, "GET", path)).bytes).toEqual(body);
    if (length > 1) {
      const part = await send(platform, "GET", path, { headers: { range: "bytes=1-2" } });
      expect([part.status, part.bytes]).toEqual([206, body.subarray(1, 3)]);
    }
    await platform.close();
    platform = await startPlatform({ dataDir });
    expect((await send(platform, "GET", path)).bytes).toEqual(body);
  },
);

test("only files over the limit are files of their own, and what is replaced or deleted leaves nothing", async () => {
  const [small, large] = [randomBytes(10), randomBytes(smallBytes + 1)];
  const seen: [number, boolean][] = [];
  for (const body of [small, large, small, small, large, large]) {
    await send(platform, "PUT", path, { body });
    seen.push([filesOnDisk(), (await send(platform, "GET", path)).bytes.equals(body)]);
  }
  expect(seen).toEqual([0, 1, 0, 0, 1, 1].map((files) => [files, true]));
  await send(platform, "DELETE", path);
  expect([filesOnDisk(), (await send(platform, "GET", path)).status]).toEqual([0, 404]);
});
