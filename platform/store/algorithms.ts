import type Database from "libsql";
import { all, atomically, first, type Row } from "./database";
import { readUser, type User } from "./users";

/** Free-form details of an algorithm: label, summary, tagline. */
export type Details = Record<string, unknown>;
/** Settings of an algorithm in the API's own words. */
export type Settings = Record<string, unknown>;

/** An algorithm: a repository, its builds and its versions. Names are compared without regard to case. */
export interface Algorithm {
  id: string;
  owner: User;
  name: string;
  details: Details;
  settings: Settings;
  sampleInput?: string;
  /** Head of master as last recorded; a head that differs is a push whose build is not recorded yet. */
  headSha: string;
  createdAt: string;
}

/** The algorithms of one platform. */
export interface Algorithms {
  create(algorithm: Omit<Algorithm, "createdAt">): Algorithm;
  find(owner: string, name: string): Algorithm | undefined;
  byId(id: string): Algorithm | undefined;
  list(): Algorithm[];
  /** The algorithms of one account, by name. */
  ofOwner(userId: string): Algorithm[];
  update(algorithm: Pick<Algorithm, "id" | "details" | "settings" | "sampleInput">): void;
  setHead(id: string, headSha: string): void;
  remove(id: string): void;
}

/** Reads and writes algorithms. */
export function createAlgorithms(database: Database.Database): Algorithms {
  const select = `SELECT algorithms.*, users.id AS owner_id, users.name AS owner_name, users.email AS owner_email, users.full_name AS owner_full_name
    FROM algorithms JOIN users ON users.id = algorithms.user_id`;
  const insert = database.prepare(
    "INSERT INTO algorithms (id, user_id, name, details, settings, sample_input, head_sha, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const find = database.prepare(`${select} WHERE users.name = ? AND algorithms.name = ?`);
  const byId = database.prepare(`${select} WHERE algorithms.id = ?`);
  const list = database.prepare(select);
  const ofOwner = database.prepare(`${select} WHERE algorithms.user_id = ? ORDER BY algorithms.name`);
  const update = database.prepare("UPDATE algorithms SET details = ?, settings = ?, sample_input = ? WHERE id = ?");
  const setHead = database.prepare("UPDATE algorithms SET head_sha = ? WHERE id = ?");
  const removeVersions = database.prepare("DELETE FROM versions WHERE algorithm_id = ?");
  const remove = database.prepare("DELETE FROM algorithms WHERE id = ?");
  return {
    create(algorithm) {
      const { id, owner, name, details, settings, sampleInput, headSha } = algorithm;
      const createdAt = new Date().toISOString();
      insert.run(id, owner.id, name, JSON.stringify(details), JSON.stringify(settings), sampleInput ?? null, headSha, createdAt);
      return { ...algorithm, createdAt };
    },
    find(owner, name) {
      const row = first(find, owner, name);
      return row && read(row);
    },
    byId(id) {
      const row = first(byId, id.toLowerCase());
      return row && read(row);
    },
    list: () => all(list).map(read),
    ofOwner: (userId) => all(ofOwner, userId).map(read),
    update({ id, details, settings, sampleInput }) {
      update.run(JSON.stringify(details), JSON.stringify(settings), sampleInput ?? null, id);
    },
    setHead: (id, headSha) => void setHead.run(headSha, id),
    remove: (id) =>
      atomically(database, () => {
        removeVersions.run(id);
        remove.run(id);
      }),
  };
}

function read(row: Row): Algorithm {
  return {
    id: String(row.id),
    owner: readUser(row, "owner_"),
    name: String(row.name),
    details: JSON.parse(String(row.details)) as Details,
    settings: JSON.parse(String(row.settings)) as Settings,
    sampleInput: row.sample_input === null ? undefined : String(row.sample_input),
    headSha: String(row.head_sha),
    createdAt: String(row.created_at),
  };
}
