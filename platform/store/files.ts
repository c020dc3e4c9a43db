import type Database from "libsql";
import type { Collection } from "./collections";
import { all, atomically, first, type Row } from "./database";

/** A file of a collection. Its bytes lie under `blob`, a name that is never used twice, here or in the folder of the collection. */
export interface StoredFile {
  name: string;
  blob: string;
  sizeBytes: number;
  md5: string;
  modifiedAt: string;
}

/** What became of a record. */
export type Recorded = { replaced?: string } | "collection gone" | "not wanted";

/** The files of one platform. */
export interface Files {
  /**
   * Records the file, with its bytes if they are kept here, and returns the blob it replaces. Returns "collection gone" if its collection was deleted meanwhile, "not wanted"
   * if the file that would be replaced (or its absence) is not the one that the caller expects.
   */
  put(collection: Collection, file: StoredFile & { content?: Buffer }, isWanted?: (previous: StoredFile | undefined) => boolean): Recorded;
  find(collection: Collection, name: string): StoredFile | undefined;
  /** The bytes of a small file; undefined if they lie in a file of their own. */
  content(file: StoredFile): Buffer | undefined;
  /** At most `limit` files, by name, after the name `after`. */
  list(collection: Collection, after: string, limit: number): StoredFile[];
  count(collection: Collection): number;
  remove(collection: Collection, name: string): StoredFile | undefined;
  blobs(collectionId: string): Set<string>;
}

/** Reads and writes the records of files. */
export function createFiles(database: Database.Database): Files {
  const collectionExists = database.prepare("SELECT 1 AS found FROM collections WHERE id = ?");
  const upsert = database.prepare(
    "INSERT OR REPLACE INTO files (collection_id, name, blob, size_bytes, md5, modified_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const find = database.prepare("SELECT * FROM files WHERE collection_id = ? AND name = ?");
  const list = database.prepare("SELECT * FROM files WHERE collection_id = ? AND name > ? ORDER BY name LIMIT ?");
  const count = database.prepare("SELECT COUNT(*) AS files FROM files WHERE collection_id = ?");
  const remove = database.prepare("DELETE FROM files WHERE collection_id = ? AND name = ?");
  const blobs = database.prepare("SELECT blob FROM files WHERE collection_id = ?");
  const keep = database.prepare("INSERT INTO contents (blob, collection_id, bytes) VALUES (?, ?, ?)");
  const content = database.prepare("SELECT bytes FROM contents WHERE blob = ?");
  const forget = database.prepare("DELETE FROM contents WHERE blob = ?");
  const record: Files["put"] = (collection, file, isWanted = () => true) => {
    if (!first(collectionExists, collection.id)) return "collection gone";
    const previous = first(find, collection.id, file.name);
    if (!isWanted(previous && read(previous))) return "not wanted";
    upsert.run(collection.id, file.name, file.blob, file.sizeBytes, file.md5, file.modifiedAt);
    if (file.content) keep.run(file.blob, collection.id, file.content);
    if (!previous) return {};
    // What was kept here is gone with this; otherwise its file is to be removed.
    return forget.run(previous.blob).changes > 0 ? {} : { replaced: String(previous.blob) };
  };
  return {
    put: (collection, file, isWanted) => atomically(database, () => record(collection, file, isWanted)),
    find(collection, name) {
      const row = first(find, collection.id, name);
      return row && read(row);
    },
    content: ({ blob }) => (content.get(blob) as { bytes: Buffer } | undefined)?.bytes,
    list: (collection, after, limit) => all(list, collection.id, after, limit).map(read),
    count: (collection) => Number(first(count, collection.id)?.files ?? 0),
    remove: (collection, name) =>
      atomically(database, () => {
        const row = first(find, collection.id, name);
        if (!row) return undefined;
        remove.run(collection.id, name);
        forget.run(row.blob);
        return read(row);
      }),
    blobs: (collectionId) => new Set(all(blobs, collectionId).map((row) => String(row.blob))),
  };
}

function read(row: Row): StoredFile {
  return {
    name: String(row.name),
    blob: String(row.blob),
    sizeBytes: Number(row.size_bytes),
    md5: String(row.md5),
    modifiedAt: String(row.modified_at),
  };
}
