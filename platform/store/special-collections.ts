import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { type Collection, readCollection } from "./collections";
import { all, atomically, first } from "./database";

/** A collection that nobody creates: of a session, or of one user's calls of one algorithm, for a while or for good. */
export type SpecialPlace =
  | { kind: "session"; userId: string; sessionId: string }
  | { kind: "temp" | "perm"; userId: string; algorithmId: string };

/** A file whose time is over, with its blob at that moment. */
export interface ExpiredFile {
  collectionId: string;
  name: string;
  blob: string;
}

/** The collections below `data://.session` and `data://.algo`. */
export interface SpecialCollections {
  find(place: SpecialPlace): Collection | undefined;
  /** Finds it, or makes it. */
  obtain(place: SpecialPlace): Collection;
  /** The algorithms that keep data for a user, by their owner's name and their own. */
  algorithmsOf(userId: string): { owner: string; name: string }[];
  idsOfAlgorithm(algorithmId: string): string[];
  /** Forgets what sessions of an earlier process left; their bytes are swept. */
  removeSessions(): void;
  /** At most `limit` files of `temp` that nobody has written since. */
  expired(before: Date, limit: number): ExpiredFile[];
  /** Removes the file unless it was written again; tells whether it did. */
  removeExpired(file: ExpiredFile): boolean;
}

/** Reads and writes special collections. They are rows like those of hosted ones, with names that no hosted one may have. */
export function createSpecialCollections(database: Database.Database): SpecialCollections {
  const find = database.prepare("SELECT * FROM collections WHERE user_id = ? AND name = ?");
  const insert = database.prepare(
    "INSERT INTO collections (id, user_id, name, read_acl, created_at, kind, algorithm_id) VALUES (?, ?, ?, '[]', ?, ?, ?)",
  );
  const algorithmsOf = database.prepare(
    `SELECT DISTINCT users.name AS owner, algorithms.name AS name FROM collections JOIN algorithms ON algorithms.id = collections.algorithm_id
     JOIN users ON users.id = algorithms.user_id WHERE collections.user_id = ? ORDER BY users.name, algorithms.name`,
  );
  const idsOfAlgorithm = database.prepare("SELECT id FROM collections WHERE kind IN ('temp', 'perm') AND algorithm_id = ?");
  const removeSessions = database.prepare("DELETE FROM collections WHERE kind = 'session'");
  const expired = database.prepare(
    `SELECT files.collection_id AS collection_id, files.name AS name, files.blob AS blob FROM collections
     JOIN files ON files.collection_id = collections.id WHERE collections.kind = 'temp' AND files.modified_at < ? LIMIT ?`,
  );
  const removeExpired = database.prepare("DELETE FROM files WHERE collection_id = ? AND name = ? AND blob = ?");
  const forget = database.prepare("DELETE FROM contents WHERE blob = ?");
  const found = (place: SpecialPlace) => {
    const row = first(find, place.userId, nameOf(place));
    return row && readCollection(row);
  };
  return {
    find: found,
    obtain(place) {
      const known = found(place);
      if (known) return known;
      const algorithmId = place.kind === "session" ? null : place.algorithmId;
      insert.run(randomUUID(), place.userId, nameOf(place), new Date().toISOString(), place.kind, algorithmId);
      return found(place)!;
    },
    algorithmsOf: (userId) => all(algorithmsOf, userId).map(({ owner, name }) => ({ owner: String(owner), name: String(name) })),
    idsOfAlgorithm: (algorithmId) => all(idsOfAlgorithm, algorithmId).map(({ id }) => String(id)),
    removeSessions: () => void removeSessions.run(),
    expired: (before, limit) =>
      all(expired, before.toISOString(), limit).map((row) => ({
        collectionId: String(row.collection_id),
        name: String(row.name),
        blob: String(row.blob),
      })),
    removeExpired: ({ collectionId, name, blob }) =>
      atomically(database, () => {
        if (removeExpired.run(collectionId, name, blob).changes === 0) return false;
        forget.run(blob);
        return true;
      }),
  };
}

function nameOf(place: SpecialPlace): string {
  return place.kind === "session" ? `.session/${place.sessionId}` : `.algo/${place.algorithmId}/${place.kind}`;
}
