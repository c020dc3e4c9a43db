import { type FileHandle, open } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { errors } from "../../errors";
import { stampFile } from "../file-stamp";
import type { FolderFile, FolderListing } from "./list-folder";

type TarStream = typeof import("tar-stream");
type Pack = import("tar-stream").Pack;

const blockBytes = 512;

/**
 * Streams a folder as an uncompressed tar whose bytes depend on names and contents alone: the same on every machine and on every
 * day. Uncompressed, as the bytes of a gzip differ between versions of zlib.
 *
 * @param options.highWaterMark Bytes read at once. Default: 1 MiB.
 * @returns a stream that fails with MODEL_BEING_WRITTEN when a file is no longer the listed one, and MODEL_FOLDER_UNUSABLE when
 *   one cannot be opened. Destroying it closes what is open.
 */
export function archiveFolder(listing: FolderListing, { highWaterMark = 1024 * 1024 } = {}): Readable {
  return Readable.from(piecesOf(listing, highWaterMark), { objectMode: false, highWaterMark });
}

/** The size of that tar in bytes, told without reading a file: what the headers take is asked of the library with empty entries. */
export async function archiveBytes({ files }: FolderListing): Promise<number> {
  const tar = newPack();
  for (const { name } of files) tar.entry(headerOf({ name, sizeBytes: 0 })).end();
  tar.finalize();
  let sizeBytes = files.reduce((sum, file) => sum + Math.ceil(file.sizeBytes / blockBytes) * blockBytes, 0);
  for await (const piece of tar as AsyncIterable<Buffer>) sizeBytes += piece.length;
  return sizeBytes;
}

async function* piecesOf(listing: FolderListing, readBytes: number): AsyncGenerator<Buffer> {
  // Room for two pieces, so that one is read while the one before is hashed or sent.
  const tar = newPack(2 * readBytes);
  const filling = fill(tar, listing, readBytes).catch((error: Error) => tar.destroy(error));
  try {
    for await (const piece of tar as AsyncIterable<Buffer>) yield piece;
  } finally {
    tar.destroy();
    await filling; // No file stays open behind a reader that went away.
  }
}

async function fill(tar: Pack, listing: FolderListing, readBytes: number): Promise<void> {
  for (const file of listing.files) {
    let written: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      written = resolve;
    });
    const entry = tar.entry(headerOf(file), () => written());
    entry.on("error", () => undefined); // The archive fails with it.
    await copy(listing.path, file, entry, readBytes);
    if (tar.destroyed) return;
    entry.end();
    await done;
  }
  tar.finalize();
}

async function copy(folder: string, file: FolderFile, entry: Writable, readBytes: number): Promise<void> {
  const handle = await openListed(folder, file);
  try {
    for (let left = file.sizeBytes; left > 0; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(left, readBytes)));
      if (bytesRead === 0) throw errors.MODEL_BEING_WRITTEN(folder, 1);
      left -= bytesRead;
      if (!entry.write(buffer.subarray(0, bytesRead)) && !(await drained(entry))) return;
    }
    if (stampNow(file) !== file.stamp) throw errors.MODEL_BEING_WRITTEN(folder, 1);
  } finally {
    await handle.close();
  }
}

async function openListed(folder: string, { name, path }: FolderFile): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw errors.MODEL_BEING_WRITTEN(folder, 1);
    throw errors.MODEL_FOLDER_UNUSABLE(folder, name, `cannot be read (${message.replace(/, \w+ '.*$/s, "")})`);
  }
}

function stampNow({ path }: FolderFile): string | undefined {
  try {
    return stampFile(path).stamp;
  } catch {
    return undefined;
  }
}

/** @returns false when nobody reads any more. */
function drained(entry: Writable): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (goesOn: boolean) => {
      entry.off("drain", onDrain).off("close", onClose);
      resolve(goesOn);
    };
    const onDrain = () => finish(true);
    const onClose = () => finish(false);
    entry.on("drain", onDrain).on("close", onClose);
    if (entry.destroyed) onClose();
  });
}

/** Nothing of the machine: no times, no owners, one mode. */
function headerOf({ name, sizeBytes }: Pick<FolderFile, "name" | "sizeBytes">) {
  return { name, size: sizeBytes, type: "file" as const, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" };
}

/** Loaded here, as a program without a model folder needs no tar. */
function newPack(highWaterMark?: number): Pack {
  return (require("tar-stream") as TarStream).pack({ highWaterMark });
}
