import { createHash, type Hash } from "node:crypto";
import { statSync } from "node:fs";
import { type FileHash, readThrough } from "./hash-file";
import { openModelBytes } from "./model-bytes";

/**
 * Hashes a model of any size in a few MiB of memory: a file's bytes, or those of a folder's archive.
 *
 * @throws As `openModelBytes`, or the signal's reason once it is aborted.
 * @example const { sha256 } = await hashModel("models/bert");
 */
export async function hashModel(path: string, options: { signal?: AbortSignal } = {}): Promise<FileHash> {
  const sha256 = createHash("sha256");
  const sizeBytes = await feed(path, [sha256], options.signal);
  return { sha256: sha256.digest("hex"), sizeBytes };
}

/**
 * Hashes a model with sha256 and md5 in one pass: md5 is what storage answers with after an upload.
 *
 * @throws As {@link hashModel}.
 * @example const { md5 } = await hashModelFully("models/sentiment.pkl");
 */
export async function hashModelFully(path: string, options: { signal?: AbortSignal } = {}): Promise<FileHash & { md5: string }> {
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  const sizeBytes = await feed(path, [sha256, md5], options.signal);
  return { sha256: sha256.digest("hex"), md5: md5.digest("hex"), sizeBytes };
}

async function feed(path: string, hashes: Hash[], signal?: AbortSignal): Promise<number> {
  if (!statSync(path).isDirectory()) return readThrough(path, hashes, signal);
  let sizeBytes = 0;
  for await (const bytes of (await openModelBytes(path)).read() as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    for (const hash of hashes) hash.update(bytes);
    sizeBytes += bytes.length;
  }
  return sizeBytes;
}
