import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Collection } from "../store/collections";
import type { StoredFile } from "../store/files";
import { ownCollection, readableCollection } from "./access";
import { type AnsweredFile, answerConditions } from "./answer-file";
import { mayWrite } from "./conditions";
import { type DataPath, describePath } from "./path";
import { UploadCutShort } from "./receive";
import { sendBytes } from "./send-bytes";

type FilePath = DataPath & { kind: "file" };

/** Takes in a file, new or over an old one, if the conditions of the request hold. Readers of the old one keep reading it whole. */
export async function putFile({ services, caller, request }: Exchange, path: FilePath) {
  const collection = ownCollection(path, caller, services.store, "write");
  const isWanted = (file: StoredFile | undefined) => mayWrite(request.headers, file?.md5);
  // Asked here too, so that gigabytes need not come first.
  if (!isWanted(services.store.files.find(collection, path.file))) throw new ApiError("CONDITION_FAILED", describePath(path));
  const announced = request.headers["content-length"];
  const received = await services.blobs
    .receive(collection.id, bodyOf(request.body, request.raw), announced === undefined ? undefined : Number(announced))
    .catch((error: unknown) => {
      if (error instanceof UploadCutShort) throw new ApiError("UPLOAD_INCOMPLETE", error.message);
      // The folder of the collection went while the bytes came.
      throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new ApiError("PATH_NOT_FOUND", describePath(path)) : error;
    });
  const file = { name: path.file, modifiedAt: new Date().toISOString(), ...received };
  const recorded = services.store.files.put(collection, file, isWanted);
  if (recorded === "not wanted") {
    await services.blobs.remove(collection.id, received.blob);
    throw new ApiError("CONDITION_FAILED", describePath(path));
  }
  if (recorded === "collection gone") {
    await services.blobs.removeCollection(collection.id);
    throw new ApiError("PATH_NOT_FOUND", describePath(path));
  }
  if (recorded.replaced) await services.blobs.remove(collection.id, recorded.replaced);
  return { result: describePath(path) };
}

/** Sends a file's bytes, or the part that is asked for. */
export async function getFile({ services, caller, request, reply }: Exchange, path: FilePath) {
  const collection = readableCollection(path, caller, services.store);
  const opened = await openCurrent(services, collection, path.file);
  if (!opened) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  const { file, bytes } = opened;
  try {
    const range = answerConditions(request.headers, reply, fileOf(file), describePath(path));
    if (range === "nothing") {
      await close(bytes);
      return reply.send();
    }
    if (Buffer.isBuffer(bytes)) return reply.send(range ? bytes.subarray(range.start, range.end + 1) : bytes);
    return await sendBytes(reply, bytes, range ?? { start: 0, end: file.sizeBytes - 1 });
  } catch (error) {
    await close(bytes);
    throw error;
  }
}

/** Tells about a file without sending it. */
export function headFile({ services, caller, request, reply }: Exchange, path: FilePath) {
  const file = services.store.files.find(readableCollection(path, caller, services.store), path.file);
  if (!file) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  // A range has no meaning for HEAD (RFC 9110 §14.2).
  answerConditions({ ...request.headers, range: undefined }, reply, fileOf(file), describePath(path));
  return reply.send();
}

/** Deletes a file, if the conditions of the request hold. Between asking and deleting nothing else runs. */
export async function deleteFile({ services, caller, request }: Exchange, path: FilePath) {
  const collection = ownCollection(path, caller, services.store, "delete");
  const file = services.store.files.find(collection, path.file);
  if (!file) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  if (!mayWrite(request.headers, file.md5)) throw new ApiError("CONDITION_FAILED", describePath(path));
  services.store.files.remove(collection, path.file);
  await services.blobs.remove(collection.id, file.blob);
  return { result: { deleted: 1 } };
}

/** A file may be replaced between reading its record and opening its bytes; then its new record is read. */
async function openCurrent(
  { store, blobs }: Exchange["services"],
  collection: Collection,
  name: string,
): Promise<{ file: StoredFile; bytes: Buffer | FileHandle } | undefined> {
  for (;;) {
    const file = store.files.find(collection, name);
    if (!file) return undefined;
    const bytes = store.files.content(file) ?? (await blobs.open(collection.id, file.blob));
    if (bytes) return { file, bytes };
    if (store.files.find(collection, name)?.blob === file.blob)
      throw new Error(`the bytes of ${name} (${file.blob}) are missing from the data folder`);
  }
}

async function close(bytes: Buffer | FileHandle): Promise<void> {
  if (!Buffer.isBuffer(bytes)) await bytes.close();
}

function fileOf({ md5, sizeBytes, modifiedAt }: StoredFile): AnsweredFile {
  return { etag: md5, sizeBytes, modifiedAt: new Date(modifiedAt) };
}

function bodyOf(body: unknown, raw: Readable): Readable {
  return (body as Readable | undefined) ?? raw;
}
