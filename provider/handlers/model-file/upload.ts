import { createReadStream, statSync } from "node:fs";
import type { Platform } from "../../client";
import { AlgorithmiaError, errors } from "../../errors";
import { hashFileFully } from "../../model/hash-file";
import type { Inputs } from "./inputs";

/** Bytes read at once: with Node's default of 64 KiB an upload is a third slower (reference lessons §6). */
const chunkBytes = 1024 * 1024;
const timeoutSeconds = 3600;
const tries = 3;

/**
 * Puts a local file at the address made of its hash, unless it is there, and checks what arrived.
 * @returns its md5, as storage answers with it
 * @throws MODEL_NOT_FOUND, MODEL_CHANGED, UPLOAD_NOT_VERIFIED, and what the transport throws
 */
export async function upload({ uri, store, sha256 }: Inputs, path: string, platform: Platform): Promise<string> {
  if (!statSync(path, { throwIfNoEntry: false })) throw errors.MODEL_NOT_FOUND(path);
  const file = await hashFileFully(path);
  if (file.sha256 !== sha256) throw errors.MODEL_CHANGED(path, sha256);

  const isThere = async () => {
    const stat = await platform.data.stat(uri);
    return stat?.kind === "file" && stat.sizeBytes === file.sizeBytes && (stat.md5 ?? file.md5) === file.md5;
  };
  if (await isThere()) return file.md5;
  await platform.data.ensureCollection(store);
  const open = async () => createReadStream(path, { highWaterMark: chunkBytes, end: file.sizeBytes - 1 });
  for (let trial = 1; ; trial++) {
    try {
      await platform.data.upload(uri, open, { sizeBytes: file.sizeBytes, timeoutSeconds });
      break;
    } catch (error) {
      // The answer may have been lost after all bytes had come: they are not sent twice.
      if (!mayHaveArrived(error)) throw error;
      if (await isThere()) break;
      if (trial === tries) throw error;
    }
  }
  if (await isThere()) return file.md5;
  throw errors.UPLOAD_NOT_VERIFIED(uri, "another file", `${file.sizeBytes} bytes, md5 ${file.md5}`);
}

function mayHaveArrived(error: unknown): boolean {
  return error instanceof AlgorithmiaError && (error.code === "PLATFORM_UNREACHABLE" || error.code === "PLATFORM_ERROR");
}
