import { createReadStream } from "node:fs";
import { basename, resolve } from "node:path";
import type { Readable } from "node:stream";
import { stampFile } from "./file-stamp";
import type { FolderListing } from "./folder/list-folder";

/** The bytes of a model as they are hashed and uploaded: of a file its own, of a folder those of its archive. */
export interface ModelBytes {
  sizeBytes: number;
  /** The file name that names in storage are made from: `x.pkl`, of a folder `bert.tar`. */
  name: string;
  /** A new stream of all of them. @param options.highWaterMark Bytes read at once. */
  read(options?: { highWaterMark?: number }): Readable;
}

/**
 * Opens a model for reading, file and folder alike. Nothing is held in memory or in a temporary file.
 *
 * @throws MODEL_FOLDER_EMPTY, MODEL_FOLDER_UNUSABLE, MODEL_BEING_WRITTEN (the stream of a folder too), the file system's own error
 * @example const { sizeBytes, read } = await openModelBytes("models/bert"); read().pipe(request);
 */
export async function openModelBytes(path: string): Promise<ModelBytes> {
  const { kind, sizeBytes } = stampFile(path);
  if (kind !== "directory") {
    // Without an end, a file that grows meanwhile would give more bytes than were announced.
    const end = Math.max(0, sizeBytes - 1);
    return { sizeBytes, name: basename(path), read: (options) => createReadStream(path, { ...options, end }) };
  }
  const { archiveBytes, archiveFolder } = require("./folder/archive-folder") as typeof import("./folder/archive-folder");
  const { listFolder } = require("./folder/list-folder") as typeof import("./folder/list-folder");
  const listing: FolderListing = listFolder(path);
  return {
    sizeBytes: await archiveBytes(listing),
    name: nameOfModel(path, "directory"),
    read: (options) => archiveFolder(listing, options),
  };
}

/** The file name that a model's name in storage is made from. @example nameOfModel("models/bert/", "directory") // "bert.tar" */
export function nameOfModel(path: string, kind: "file" | "directory"): string {
  return kind === "file" ? basename(path) : `${basename(resolve(path)) || "model"}.tar`;
}
