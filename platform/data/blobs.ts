import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { receive } from "./receive";
import { receiveSmall, smallBytes } from "./receive-small";

/** Bytes that arrived whole, not yet known to anybody. They lie on the disk, or are few and come along as `content` for the database. */
export interface Received {
  blob: string;
  sizeBytes: number;
  md5: string;
  content?: Buffer;
}

/** The bytes of hosted files that are not small, one folder a collection, each content under a name used once. */
export interface Blobs {
  /** Takes in a body as it comes. Rejects, leaving nothing, when it ends early. */
  receive(collectionId: string, body: Readable, expectedBytes: number | undefined): Promise<Received>;
  /** Opens the bytes; undefined if they were replaced or deleted since their record was read. */
  open(collectionId: string, blob: string): Promise<FileHandle | undefined>;
  remove(collectionId: string, blob: string): Promise<void>;
  removeCollection(collectionId: string): Promise<void>;
  /** Deletes what no record names: cut-off uploads and bytes replaced just before a crash. Looks only at what is older than this process. */
  sweep(known: { collections: Set<string>; blobsOf(collectionId: string): Set<string> }): Promise<void>;
}

/** Keeps bytes in a folder. */
export function createBlobs(root: string): Blobs {
  const startedAtMs = Date.now();
  const folderOf = (collectionId: string) => join(root, collectionId);
  return {
    async receive(collectionId, body, expectedBytes) {
      const blob = randomUUID();
      if (expectedBytes !== undefined && expectedBytes <= smallBytes) return { blob, ...(await receiveSmall(body, expectedBytes)) };
      const folder = folderOf(collectionId);
      const part = join(folder, `${blob}.part`);
      await mkdir(folder, { recursive: true });
      try {
        const received = await receive(body, part, expectedBytes);
        await rename(part, join(folder, blob));
        await syncFolder(folder);
        return { blob, ...received };
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async open(collectionId, blob) {
      try {
        return await open(join(folderOf(collectionId), blob));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    remove: (collectionId, blob) => rm(join(folderOf(collectionId), blob), { force: true }),
    removeCollection: (collectionId) => rm(folderOf(collectionId), { recursive: true, force: true }),
    async sweep(known) {
      for (const collectionId of await readdir(root)) {
        const blobs = known.collections.has(collectionId) ? known.blobsOf(collectionId) : new Set<string>();
        for (const name of await readdir(folderOf(collectionId))) {
          if (!blobs.has(name)) await removeIfOlder(join(folderOf(collectionId), name), startedAtMs);
        }
      }
    },
  };
}

/** A rename is durable only once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeIfOlder(file: string, thanMs: number): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && found.mtimeMs < thanMs) await rm(file, { force: true });
}
