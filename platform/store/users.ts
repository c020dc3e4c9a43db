import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, first, type Row } from "./database";

/** An account, a person's or an organization's: owner of collections, algorithms and keys. Names are compared without regard to case. */
export interface User extends Profile {
  id: string;
  name: string;
}

/** What an account says of itself; empty where it says nothing. */
export interface Profile {
  email: string;
  fullName: string;
  companyName: string;
  companyRole: string;
}

/** The accounts of one platform. */
export interface Users {
  create(name: string, profile?: Partial<Profile>): User;
  byName(name: string): User | undefined;
  /** The same, if it is a person's. */
  person(name: string): User | undefined;
  /** The person's account with that id. */
  byId(id: string): User | undefined;
  /** The person's account with an email address, which is compared without regard to case. */
  byEmail(email: string): User | undefined;
  /** At most `limit` accounts of persons, by name, after the name `after`. */
  list(after: string, limit: number): User[];
  update(user: User): void;
  /** Removes an account with its keys. Its algorithms and collections have gone before. */
  remove(id: string): void;
}

/** Reads and writes accounts. */
export function createUsers(database: Database.Database): Users {
  const insert = database.prepare(
    "INSERT INTO users (id, name, email, full_name, company_name, company_role, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const byName = database.prepare("SELECT * FROM users WHERE name = ?");
  const isPerson = "NOT EXISTS (SELECT 1 FROM organizations WHERE account_id = users.id)";
  const person = database.prepare(`SELECT * FROM users WHERE name = ? AND ${isPerson}`);
  const byId = database.prepare(`SELECT * FROM users WHERE id = ? AND ${isPerson}`);
  const byEmail = database.prepare(`SELECT * FROM users WHERE email = ? COLLATE NOCASE AND ${isPerson}`);
  const list = database.prepare(`SELECT * FROM users WHERE name > ? AND ${isPerson} ORDER BY name LIMIT ?`);
  const update = database.prepare("UPDATE users SET email = ?, full_name = ?, company_name = ?, company_role = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM users WHERE id = ?");
  return {
    create(name, profile = {}) {
      const user = { id: randomUUID(), name, email: "", fullName: "", companyName: "", companyRole: "", ...profile };
      insert.run(user.id, name, user.email, user.fullName, user.companyName, user.companyRole, new Date().toISOString());
      return user;
    },
    byName(name) {
      const row = first(byName, name);
      return row && readUser(row);
    },
    person(name) {
      const row = first(person, name);
      return row && readUser(row);
    },
    byId(id) {
      const row = first(byId, id);
      return row && readUser(row);
    },
    byEmail(email) {
      const row = first(byEmail, email);
      return row && readUser(row);
    },
    list: (after, limit) => all(list, after, limit).map((row) => readUser(row)),
    update: ({ id, email, fullName, companyName, companyRole }) => void update.run(email, fullName, companyName, companyRole, id),
    remove: (id) => void remove.run(id),
  };
}

/** The account in a row whose columns carry the given prefix. */
export function readUser(row: Row, prefix = ""): User {
  return {
    id: String(row[`${prefix}id`]),
    name: String(row[`${prefix}name`]),
    email: String(row[`${prefix}email`] ?? ""),
    fullName: String(row[`${prefix}full_name`] ?? ""),
    companyName: String(row[`${prefix}company_name`] ?? ""),
    companyRole: String(row[`${prefix}company_role`] ?? ""),
  };
}
