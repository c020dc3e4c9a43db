import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, first, type Row } from "./database";
import type { User } from "./users";

/** A hosted data collection: a folder of files that belongs to one account. */
export interface Collection {
  id: string;
  userId: string;
  name: string;
  /** Who may read beside the owner: `["user://*"]`, `["algo://.my/*"]` or `[]`. */
  readAcl: string[];
}

/** The collections of one platform. */
export interface Collections {
  create(user: User, name: string, readAcl: string[]): Collection;
  find(user: User, name: string): Collection | undefined;
  /** At most `limit` collections of an account, by name, after the name `after`. */
  list(user: User, after: string, limit: number): Collection[];
  /** At most `limit` collections of any kind that belong to an account. */
  ofAccount(user: User, limit: number): Collection[];
  setReadAcl(collection: Collection, readAcl: string[]): void;
  remove(collection: Collection): void;
  removeById(id: string): void;
  ids(): Set<string>;
}

/** Reads and writes collections. */
export function createCollections(database: Database.Database): Collections {
  const insert = database.prepare("INSERT INTO collections (id, user_id, name, read_acl, created_at) VALUES (?, ?, ?, ?, ?)");
  const find = database.prepare("SELECT * FROM collections WHERE user_id = ? AND name = ?");
  const list = database.prepare("SELECT * FROM collections WHERE user_id = ? AND name > ? AND kind = 'hosted' ORDER BY name LIMIT ?");
  const ofAccount = database.prepare("SELECT * FROM collections WHERE user_id = ? LIMIT ?");
  const setReadAcl = database.prepare("UPDATE collections SET read_acl = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM collections WHERE id = ?");
  const ids = database.prepare("SELECT id FROM collections");
  return {
    create(user, name, readAcl) {
      const collection = { id: randomUUID(), userId: user.id, name, readAcl };
      insert.run(collection.id, user.id, name, JSON.stringify(readAcl), new Date().toISOString());
      return collection;
    },
    find(user, name) {
      const row = first(find, user.id, name);
      return row && readCollection(row);
    },
    list: (user, after, limit) => all(list, user.id, after, limit).map(readCollection),
    ofAccount: (user, limit) => all(ofAccount, user.id, limit).map(readCollection),
    setReadAcl: (collection, readAcl) => void setReadAcl.run(JSON.stringify(readAcl), collection.id),
    remove: (collection) => void remove.run(collection.id),
    removeById: (id) => void remove.run(id),
    ids: () => new Set(all(ids).map((row) => String(row.id))),
  };
}

/** The collection in a row of the table. */
export function readCollection(row: Row): Collection {
  return {
    id: String(row.id),
    userId: String(row.user_id),
    name: String(row.name),
    readAcl: JSON.parse(String(row.read_acl)) as string[],
  };
}
