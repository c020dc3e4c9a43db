import { join, resolve } from "node:path";
import { AlgorithmiaError, errors } from "../errors";
import { type FileStamp, type Stamped, sameStamp, stampFile } from "./file-stamp";
import type { FolderListing } from "./folder/list-folder";
import { hashInQueue } from "./hash-queue";
import { nameOfModel } from "./model-bytes";
import type { Place } from "./pointer/dvc";
import { type Finding, type Known, openStatCache, type StatCache } from "./stat-cache";

export { type FileStamp, sameStamp, stampOf } from "./file-stamp";

/** A model file or folder that can be rolled out, identified by its content. */
export interface ModelFile {
  /** As it was given. */
  path: string;
  /** Where its bytes are read: another place only where a DVC pointer was given. */
  bytesPath: string;
  /** The file name that its names in storage are made from: `x.pkl`, of a folder `bert.tar`. */
  name: string;
  /** 64 lower-case hex digits; of a folder that of its archive. */
  sha256: string;
  sizeBytes: number;
  /** What the file system told when the model was read: see `stampOf` and `sameStamp`. */
  stamp: FileStamp;
  /** What its users should know before they load it, a sentence each. */
  warnings: string[];
}

interface Options {
  signal?: AbortSignal;
  cache?: StatCache;
}

/** Warnings about the files of one folder: shards are many and alike. */
const mostWarnings = 5;

/** How often a file that is written while it is read is read anew. */
const tries = 3;

/**
 * Looks at a model before anything is done with it: is it one, is it whole, which bytes are it. One that was read before and
 * not written since is not read again.
 *
 * @param path A file, a folder or a DVC pointer, relative to the working directory or absolute; links are followed.
 * @throws MODEL_NOT_FOUND, MODEL_NOT_A_FILE, MODEL_NOT_READABLE, MODEL_IS_EMPTY, MODEL_FOLDER_EMPTY, MODEL_FOLDER_UNUSABLE,
 *   MODEL_IS_LFS_POINTER, MODEL_IS_DVC_POINTER, MODEL_DVC_FILE_MALFORMED, MODEL_TRUNCATED, MODEL_BEING_WRITTEN
 * @example const { sha256, sizeBytes } = await inspectModel("models/sentiment.pkl");
 */
export async function inspectModel(path: string, options: Options = {}): Promise<ModelFile> {
  const { signal, cache = openStatCache() } = options;
  try {
    const place = (await followPointer(path, cache, signal)) ?? { path };
    const { known, stamped } = await know(place.path, cache, signal);
    return fileOf(path, place, known, stamped);
  } catch (error) {
    throw signal?.aborted ? error : asModelError(path, error);
  }
}

/**
 * What is known of a model that was read before, told at once: a promise costs the engine's runtime more than all of this.
 *
 * @param path As {@link inspectModel} takes it.
 * @returns undefined wherever something has to be read, followed or refused: then {@link inspectModel} says what.
 * @example const { sha256 } = recallModel(path) ?? (await inspectModel(path));
 */
export function recallModel(path: string, cache: StatCache = openStatCache()): ModelFile | undefined {
  if (pointsElsewhere(path)) return undefined;
  try {
    const { stamp, kind } = stampModel(path);
    const known = cache.recall(resolve(path), stamp);
    return known && fileOf(path, { path }, known, { stamp, kind });
  } catch {
    return undefined;
  }
}

function fileOf(path: string, place: Place, known: Known, { stamp, kind }: Pick<Stamped, "stamp" | "kind">): ModelFile {
  const name = place.name ?? nameOfModel(place.path, kind === "directory" ? "directory" : "file");
  const { sha256, sizeBytes, findings } = known;
  return { path, bytesPath: place.path, name, sha256, sizeBytes, stamp, warnings: warningsOf(path, findings) };
}

function warningsOf(path: string, findings: readonly Finding[]): string[] {
  const warnings = findings.slice(0, mostWarnings).map(({ file, text }) => `${file === undefined ? path : join(path, file)} ${text}`);
  const more = findings.length - warnings.length;
  return more > 0 ? [...warnings, `${path} holds ${more} more such files.`] : warnings;
}

/** What is known of the bytes at a path, read where it must be. */
async function know(path: string, cache: StatCache, signal?: AbortSignal, withMd5 = false): Promise<{ known: Known; stamped: Stamped }> {
  const absolute = resolve(path);
  for (let left = tries; left > 0; left -= 1) {
    const beganMs = Date.now();
    const before = stampModel(path);
    refuseByKind(path, before);
    const recalled = cache.recall(absolute, before.stamp);
    if (recalled !== undefined && (!withMd5 || recalled.md5 !== undefined)) return { known: recalled, stamped: before };

    const known = await unlessWritten(() => readThrough(path, before, withMd5, signal));
    if (known === undefined || !sameStamp(before.stamp, stampModel(path).stamp)) continue;
    if (known instanceof AlgorithmiaError) throw known;
    await cache.remember(absolute, before, known, beganMs);
    return { known, stamped: before };
  }
  throw errors.MODEL_BEING_WRITTEN(path, tries);
}

/** @returns an error that is about these very bytes as a value: it counts only when nobody wrote them meanwhile. */
async function readThrough(path: string, stamped: Stamped, withMd5: boolean, signal?: AbortSignal): Promise<Known | AlgorithmiaError> {
  const { refuseLfsPointer } = require("./pointer/lfs") as typeof import("./pointer/lfs");
  const { checkFormat } = require("./format") as typeof import("./format");
  const files = isListing(stamped) ? stamped.files : [{ name: undefined, path, sizeBytes: stamped.sizeBytes }];
  try {
    for (const file of files) await refuseLfsPointer(file.path, file.sizeBytes);
    const hashed = withMd5 ? await hashFully(path, signal) : await hashInQueue(resolve(path), stamped.sizeBytes, { signal });
    if (stamped.kind === "file" && hashed.sizeBytes !== stamped.sizeBytes) throw errors.MODEL_BEING_WRITTEN(path, 1);
    const findings: Finding[] = [];
    for (const file of files) {
      signal?.throwIfAborted();
      for (const text of await checkFormat(file.path)) findings.push({ file: file.name, text });
    }
    return { ...hashed, findings };
  } catch (error) {
    if (error instanceof AlgorithmiaError && error.code !== "MODEL_BEING_WRITTEN") return error;
    throw error;
  }
}

/** @returns undefined when the model was written while it was read. */
async function unlessWritten<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    // By its code, as it may come from another thread.
    if ((error as { code?: string }).code === "MODEL_BEING_WRITTEN") return undefined;
    throw error;
  }
}

function hashFully(path: string, signal?: AbortSignal) {
  const { hashModelFully } = require("./hash-model") as typeof import("./hash-model");
  return hashModelFully(path, { signal });
}

/** A pointer's own bytes are not the model's: they are never recalled for it. */
const pointsElsewhere = (path: string) => path.endsWith(".dvc");

function followPointer(path: string, cache: StatCache, signal?: AbortSignal) {
  const { followDvc } = require("./pointer/dvc") as typeof import("./pointer/dvc");
  return followDvc(path, async (candidate) => (await know(candidate, cache, signal, true)).known.md5!);
}

function stampModel(path: string): Stamped | FolderListing {
  const stamped = stampFile(path);
  if (stamped.kind !== "directory") return stamped;
  const { listFolder } = require("./folder/list-folder") as typeof import("./folder/list-folder");
  return listFolder(path);
}

function isListing(stamped: Stamped | FolderListing): stamped is FolderListing {
  return "files" in stamped;
}

function refuseByKind(path: string, { kind, sizeBytes }: Stamped): void {
  if (kind === "other") throw errors.MODEL_NOT_A_FILE(path);
  if (kind === "file" && sizeBytes === 0) throw errors.MODEL_IS_EMPTY(path);
}

function asModelError(path: string, error: unknown): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return errors.MODEL_NOT_FOUND(path);
  // One of our own that came from another thread, as its code and text.
  if (code?.startsWith("MODEL_") && !(error instanceof AlgorithmiaError)) return new AlgorithmiaError(code, "user", message);
  // `EACCES: permission denied, open '/srv/model.pkl'`: the path is in the sentence already.
  const isSystemError = syscall !== undefined || /^E[A-Z]+$/.test(code ?? "");
  return isSystemError ? errors.MODEL_NOT_READABLE(path, message.replace(/, \w+ '.*$/, "")) : error;
}
