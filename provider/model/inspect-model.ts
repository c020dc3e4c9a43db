import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { errors } from "../errors";
import { type FileStamp, type Stamped, sameStamp, stampFile } from "./file-stamp";
import { hashInQueue } from "./hash-queue";
import { openStatCache, type StatCache } from "./stat-cache";

export { type FileStamp, sameStamp, stampOf } from "./file-stamp";

/** A model file that can be rolled out, identified by its content. */
export interface ModelFile {
  /** As it was given. */
  path: string;
  /** 64 lower-case hex digits. */
  sha256: string;
  sizeBytes: number;
  /** What the file system told when the file was hashed: see `stampOf` and `sameStamp`. */
  stamp: FileStamp;
}

/** How often a file that is written while it is read is read anew. */
const tries = 3;

/**
 * Looks at a model file before anything is done with it: is it one, is it whole, which bytes are it. A file that was hashed
 * before and not written since is not read again.
 *
 * @param path The file, relative to the working directory or absolute; links to files are followed.
 * @throws MODEL_NOT_FOUND, MODEL_IS_DIRECTORY, MODEL_NOT_A_FILE, MODEL_NOT_READABLE, MODEL_IS_EMPTY, MODEL_IS_LFS_POINTER,
 *   MODEL_BEING_WRITTEN
 * @example const { sha256, sizeBytes } = await inspectModel("models/sentiment.pkl");
 */
export async function inspectModel(path: string, options: { signal?: AbortSignal; cache?: StatCache } = {}): Promise<ModelFile> {
  const { signal, cache = openStatCache() } = options;
  try {
    return { path, ...(await identify(path, cache, signal)) };
  } catch (error) {
    throw signal?.aborted ? error : asModelError(path, error);
  }
}

async function identify(path: string, cache: StatCache, signal?: AbortSignal): Promise<Omit<ModelFile, "path">> {
  const absolute = resolve(path);
  for (let left = tries; left > 0; left -= 1) {
    const beganMs = Date.now();
    const before = stampFile(path);
    refuseByKind(path, before);
    const { stamp } = before;
    const known = cache.recall(absolute, stamp);
    if (known !== undefined) return { sha256: known, sizeBytes: before.sizeBytes, stamp };

    if (await isLfsPointer(path, before.sizeBytes)) throw errors.MODEL_IS_LFS_POINTER(path);
    const { sha256, sizeBytes } = await hashInQueue(absolute, before.sizeBytes, { signal });
    const after = stampFile(path);
    if (!sameStamp(stamp, after.stamp) || sizeBytes !== after.sizeBytes) continue;
    await cache.remember(absolute, before, sha256, beganMs);
    return { sha256, sizeBytes, stamp };
  }
  throw errors.MODEL_BEING_WRITTEN(path, tries);
}

function refuseByKind(path: string, { kind, sizeBytes }: Stamped): void {
  if (kind === "directory") throw errors.MODEL_IS_DIRECTORY(path);
  if (kind === "other") throw errors.MODEL_NOT_A_FILE(path);
  if (sizeBytes === 0) throw errors.MODEL_IS_EMPTY(path);
}

/** Git LFS leaves a text of this form, always under 1 KiB, where the real file was not fetched. */
async function isLfsPointer(path: string, sizeBytes: number): Promise<boolean> {
  const beginning = Buffer.from("version https://git-lfs.github.com/spec/v1");
  if (sizeBytes < beginning.length || sizeBytes > 1024) return false;
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginning.length), 0, beginning.length, 0);
    return buffer.subarray(0, bytesRead).equals(beginning);
  } finally {
    await file.close();
  }
}

function asModelError(path: string, error: unknown): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return errors.MODEL_NOT_FOUND(path);
  // `EACCES: permission denied, open '/srv/model.pkl'`: the path is in the sentence already.
  const isSystemError = syscall !== undefined || /^E[A-Z]+$/.test(code ?? "");
  return isSystemError ? errors.MODEL_NOT_READABLE(path, message.replace(/, \w+ '.*$/, "")) : error;
}
