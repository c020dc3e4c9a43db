import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Collection } from "../store/collections";
import type { StoredFile } from "../store/files";
import { ownCollection, readableCollection } from "./access";
import { type DataPath, describePath } from "./path";
import { UploadCutShort } from "./receive";

type FilePath = DataPath & { kind: "file" };

/** Takes in a file, new or over an old one. Readers of the old one keep reading it whole. */
export async function putFile({ services, caller, request }: Exchange, path: FilePath) {
  const collection = ownCollection(path, caller, services.store);
  const announced = request.headers["content-length"];
  const received = await services.blobs
    .receive(collection.id, bodyOf(request.body, request.raw), announced === undefined ? undefined : Number(announced))
    .catch((error: unknown) => {
      throw error instanceof UploadCutShort ? new ApiError("UPLOAD_INCOMPLETE", error.message) : error;
    });
  const recorded = services.store.files.put(collection, { name: path.file, modifiedAt: new Date().toISOString(), ...received });
  if (recorded === "collection gone") {
    await services.blobs.removeCollection(collection.id);
    throw new ApiError("PATH_NOT_FOUND", describePath(path));
  }
  if (recorded.replaced) await services.blobs.remove(collection.id, recorded.replaced);
  return { result: describePath(path) };
}

/** Sends a file's bytes. */
export async function getFile({ services, caller, request, reply }: Exchange, path: FilePath) {
  const collection = readableCollection(path, caller, services.store);
  const opened = await openCurrent(services, collection, path.file);
  if (!opened) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return describe(reply, opened.file, request.headers.accept).send(opened.handle.createReadStream({ highWaterMark: 512 * 1024 }));
}

/** Tells about a file without sending it. */
export function headFile({ services, caller, request, reply }: Exchange, path: FilePath) {
  const file = services.store.files.find(readableCollection(path, caller, services.store), path.file);
  if (!file) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return describe(reply, file, request.headers.accept).send();
}

/** Deletes a file. */
export async function deleteFile({ services, caller }: Exchange, path: FilePath) {
  const collection = ownCollection(path, caller, services.store);
  const removed = services.store.files.remove(collection, path.file);
  if (!removed) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  await services.blobs.remove(collection.id, removed.blob);
  return { result: { deleted: 1 } };
}

/** A file may be replaced between reading its record and opening its bytes; then its new record is read. */
async function openCurrent(
  { store, blobs }: Exchange["services"],
  collection: Collection,
  name: string,
): Promise<{ file: StoredFile; handle: FileHandle } | undefined> {
  for (;;) {
    const file = store.files.find(collection, name);
    if (!file) return undefined;
    const handle = await blobs.open(collection.id, file.blob);
    if (handle) return { file, handle };
    if (store.files.find(collection, name)?.blob === file.blob)
      throw new Error(`the bytes of ${name} (${file.blob}) are missing from the data folder`);
  }
}

function describe(reply: Exchange["reply"], file: StoredFile, accept: string | undefined): Exchange["reply"] {
  return reply
    .header("x-data-type", "file")
    .header("etag", file.md5)
    .header("last-modified", new Date(file.modifiedAt).toUTCString())
    .header("content-length", file.sizeBytes)
    .header("content-type", contentTypeFor(accept));
}

/** The JavaScript client fails on a content type other than the one it asked for (reference/algorithmia-api.md §2.5). */
function contentTypeFor(accept = ""): string {
  const asked = accept.toLowerCase();
  if (asked.includes("application/octet-stream") || asked.includes("*/*")) return "application/octet-stream";
  if (asked.includes("text/plain")) return "text/plain";
  return asked.includes("application/json") ? "application/json" : "application/octet-stream";
}

function bodyOf(body: unknown, raw: Readable): Readable {
  return (body as Readable | undefined) ?? raw;
}
