import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { type Platform, startPlatform } from "../../../platform/index";
import { filesBelow } from "../../support/files-below";
import { eventually, send, temporaryFolder } from "../api/support";

const dataDir = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dataDir });
  await send(platform, "POST", "/v1/data/.my", { body: { name: "up" } });
});
afterAll(() => platform.close());

const stored = () => filesBelow(join(dataDir, "files"));

/** Starts an upload of `announced` bytes, sends `sent` of them, and breaks the connection. */
async function cutUpload(path: string, announced: number | undefined, sent: Buffer): Promise<void> {
  const { hostname, port } = new URL(platform.url);
  const headers = { authorization: platform.apiKey, ...(announced !== undefined && { "content-length": announced }) };
  const request = httpRequest({ host: hostname, port, method: "PUT", path, headers });
  request.on("error", () => {});
  await new Promise<void>((resolve) => request.write(sent, () => resolve()));
  await eventually(() => stored().some((name) => name.endsWith(".part")));
  request.destroy();
  await eventually(() => !stored().some((name) => name.endsWith(".part")));
}

test.each([
  ["of announced length", 1_000_000],
  ["in chunks", undefined],
])("an upload %s that is cut half-way leaves nothing", async (_kind, announced) => {
  await cutUpload("/v1/data/.my/up/new", announced, randomBytes(500_000));
  expect((await send(platform, "GET", "/v1/data/.my/up/new")).status).toBe(404);
  expect((await send(platform, "GET", "/v1/data/.my/up")).json).toEqual({});
  expect(stored()).toEqual([]);
});

test("an overwrite that is cut half-way leaves the old bytes", async () => {
  await send(platform, "PUT", "/v1/data/.my/up/kept", { body: "old" });
  await cutUpload("/v1/data/.my/up/kept", 1_000_000, randomBytes(500_000));
  expect((await send(platform, "GET", "/v1/data/.my/up/kept")).text).toBe("old");
  await send(platform, "DELETE", "/v1/data/.my/up/kept");
});

test("readers during overwrites get one file whole, never a mixture", async () => {
  const versions = [1, 2, 3].map((value) => Buffer.alloc(2_000_000, value));
  await send(platform, "PUT", "/v1/data/.my/up/swap", { body: versions[0] });
  const writes = (async () => {
    for (let round = 0; round < 6; round++) await send(platform, "PUT", "/v1/data/.my/up/swap", { body: versions[round % 3] });
  })();
  for (let round = 0; round < 20; round++) {
    const { status, bytes } = await send(platform, "GET", "/v1/data/.my/up/swap");
    expect([status, bytes.length, bytes.equals(Buffer.alloc(bytes.length, bytes[0]))]).toEqual([200, 2_000_000, true]);
  }
  await writes;
  await send(platform, "DELETE", "/v1/data/.my/up/swap");
  expect(stored()).toEqual([]);
});

test("an upload without a length is kept whole", async () => {
  const reply = await fetch(`${platform.url}/v1/data/.my/up/chunked`, {
    method: "PUT",
    headers: { authorization: `Simple ${platform.apiKey}` },
    body: new Blob([randomBytes(100_000)]).stream(),
    duplex: "half",
  });
  expect(reply.status).toBe(200);
  expect((await send(platform, "HEAD", "/v1/data/.my/up/chunked")).headers["content-length"]).toBe("100000");
});

test("bytes that no record names are swept at the next start, and files stay", async () => {
  await platform.close();
  const folder = join(dataDir, "files", readdirSync(join(dataDir, "files"))[0]!);
  mkdirSync(join(dataDir, "files", "nobody"));
  for (const file of [join(folder, "left.part"), join(folder, "orphan"), join(dataDir, "files", "nobody", "x")]) {
    writeFileSync(file, "half");
    utimesSync(file, 0, 0);
  }
  platform = await startPlatform({ dataDir });
  await eventually(() => stored().length === 1);
  expect((await send(platform, "GET", "/v1/data/.my/up/chunked")).bytes.length).toBe(100_000);
});
