import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { hashModel, hashModelFully } from "../../../provider/model/hash-model";

import { hashInQueue } from "../../../provider/model/hash-queue";
import { openModelBytes } from "../../../provider/model/model-bytes";

const mebibyte = 1024 * 1024;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hash-model-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(bytes: Buffer): string {
  const path = join(folder, `${bytes.length}.bin`);
  writeFileSync(path, bytes);
  return path;
}

function noise(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  for (let index = 0; index < sizeBytes; index += 1) bytes[index] = (index * 2654435761) >>> 13;
  return bytes;
}

test.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 5 * mebibyte + 17])(
  "the hash of %d bytes is that of the bytes in order",
  async (size) => {
    const bytes = noise(size);
    const path = fileOf(bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const md5 = createHash("md5").update(bytes).digest("hex");

    expect(await hashModel(path)).toEqual({ sha256, sizeBytes: size });
    expect(await hashModelFully(path)).toEqual({ sha256, md5, sizeBytes: size });
  },
);

test("several files are hashed at once without mixing their bytes", async () => {
  const contents = [3, 4, 5, 6].map((size) => noise(size * mebibyte + size));
  const hashes = await Promise.all(contents.map((bytes) => hashModel(fileOf(bytes))));
  expect(hashes.map(({ sha256 }) => sha256)).toEqual(contents.map((bytes) => createHash("sha256").update(bytes).digest("hex")));
});

test("a file that is not there is the file system's own error", async () => {
  await expect(hashModel(join(folder, "absent"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("an aborted signal ends the hashing with the signal's reason", async () => {
  const reason = new Error("enough");
  await expect(hashModel(fileOf(noise(3 * mebibyte)), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("a folder's hash is that of its archive, on this thread and in one of its own", async () => {
  const model = join(folder, "bert");
  mkdirSync(model);
  writeFileSync(join(model, "a.bin"), noise(mebibyte + 1));
  writeFileSync(join(model, "b.bin"), noise(5));
  const bytes = await buffer((await openModelBytes(model)).read());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(await hashModel(model)).toEqual({ sha256, sizeBytes: bytes.length });
  expect((await hashModelFully(model)).md5).toBe(createHash("md5").update(bytes).digest("hex"));
  expect(await hashInQueue(model, 10 ** 9)).toEqual({ sha256, sizeBytes: bytes.length });
});
