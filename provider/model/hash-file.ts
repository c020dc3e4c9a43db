import type { Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

/** Reads of Node's default size, 64 KiB, make hashing 40 % slower: each one is a trip through the thread pool. */
const readBytes = 1024 * 1024;

/** A model's bytes by name: `sha256` in lower-case hex, `sizeBytes` as read. */
export interface FileHash {
  sha256: string;
  sizeBytes: number;
}

/**
 * Feeds a file's bytes to hashes, in 2 MiB of memory whatever its size.
 *
 * @param path The file; symbolic links are followed.
 * @returns The number of bytes that were read.
 * @throws The file system's own error (`ENOENT`, `EACCES`, …), or the signal's reason once it is aborted.
 * @example const sizeBytes = await readThrough("models/sentiment.pkl", [createHash("sha256")]);
 */
export async function readThrough(path: string, hashes: Hash[], signal?: AbortSignal): Promise<number> {
  const file = await open(path, "r");
  let reading: Promise<Buffer> | undefined;
  try {
    let filling = Buffer.allocUnsafe(readBytes);
    let spare = Buffer.allocUnsafe(readBytes);
    let sizeBytes = 0;
    reading = readInto(filling, file);
    for (;;) {
      const bytes = await reading;
      reading = undefined;
      signal?.throwIfAborted();
      if (bytes.length === 0) return sizeBytes;
      // The next piece is read by the thread pool while this one is hashed here; the two buffers change places.
      [filling, spare] = [spare, filling];
      reading = readInto(filling, file);
      for (const hash of hashes) hash.update(bytes);
      sizeBytes += bytes.length;
    }
  } finally {
    await reading?.catch(() => undefined); // A read under way must not outlive the handle.
    await file.close();
  }
}

async function readInto(buffer: Buffer, file: FileHandle): Promise<Buffer> {
  const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
  return buffer.subarray(0, bytesRead);
}
