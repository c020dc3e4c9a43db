import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { first, type Row } from "./database";

/** An account: owner of collections, algorithms and keys. Names are compared without regard to case. */
export interface User {
  id: string;
  name: string;
  email: string;
  fullName: string;
}

/** The accounts of one platform. */
export interface Users {
  create(name: string, email?: string, fullName?: string): User;
  byName(name: string): User | undefined;
}

/** Reads and writes accounts. */
export function createUsers(database: Database.Database): Users {
  const insert = database.prepare("INSERT INTO users (id, name, email, full_name, created_at) VALUES (?, ?, ?, ?, ?)");
  const byName = database.prepare("SELECT * FROM users WHERE name = ?");
  return {
    create(name, email = "", fullName = "") {
      const user = { id: randomUUID(), name, email, fullName };
      insert.run(user.id, name, email, fullName, new Date().toISOString());
      return user;
    },
    byName(name) {
      const row = first(byName, name);
      return row && readUser(row);
    },
  };
}

/** The account in a row whose columns carry the given prefix. */
export function readUser(row: Row, prefix = ""): User {
  return {
    id: String(row[`${prefix}id`]),
    name: String(row[`${prefix}name`]),
    email: String(row[`${prefix}email`] ?? ""),
    fullName: String(row[`${prefix}full_name`] ?? ""),
  };
}
