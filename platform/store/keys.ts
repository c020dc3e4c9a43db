import { createHash, randomInt } from "node:crypto";
import type Database from "libsql";
import { all, first, type Row } from "./database";
import type { KeyKind, Permissions } from "./permissions";
import { readUser, type User } from "./users";

/** A key as it is known after its creation: never its text. */
export interface Key {
  /** The account that the key acts for: a person's, or an organization's. */
  user: User;
  /** The member who holds an organization's key; it ends with the membership. */
  holder?: User;
  label: string;
  kind: KeyKind;
  mask: string;
  permissions: Permissions;
  createdAt: string;
}

/** What a new key has beside its account, label and permissions. */
export interface NewKey {
  /** A text of its own unless one is given. */
  text?: string;
  /** An AlgorithmKey unless said otherwise. */
  kind?: KeyKind;
  holder?: User;
}

/** The API keys of one platform; only a hash of each is stored. */
export interface Keys {
  create(user: User, label: string, permissions: Permissions, more?: NewKey): Key & { text: string };
  byText(text: string): Key | undefined;
  /** The keys of an account, oldest first. */
  ofUser(user: User): Key[];
}

/** Reads and writes keys. */
export function createKeys(database: Database.Database): Keys {
  const select = `SELECT keys.*, users.id AS user_id, users.name AS user_name, users.email AS user_email, users.full_name AS user_full_name,
    holders.name AS holder_name, holders.email AS holder_email, holders.full_name AS holder_full_name
    FROM keys JOIN users ON users.id = keys.user_id LEFT JOIN users AS holders ON holders.id = keys.holder_id`;
  const insert = database.prepare(
    "INSERT INTO keys (hash, user_id, label, kind, mask, permissions, created_at, holder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const byHash = database.prepare(`${select} WHERE keys.hash = ?`);
  const ofUser = database.prepare(`${select} WHERE keys.user_id = ? ORDER BY keys.created_at, keys.rowid`);
  return {
    create(user, label, permissions, { text = newKeyText(), kind = "AlgorithmKey", holder } = {}) {
      const key = { user, holder, label, kind, mask: maskOf(text), permissions, createdAt: new Date().toISOString(), text };
      insert.run(hashOf(text), user.id, label, kind, key.mask, JSON.stringify(permissions), key.createdAt, holder?.id ?? null);
      return key;
    },
    byText(text) {
      const row = first(byHash, hashOf(text));
      return row && read(row);
    },
    ofUser: (user) => all(ofUser, user.id).map(read),
  };
}

function read(row: Row): Key {
  return {
    user: readUser(row, "user_"),
    ...(row.holder_id !== null && { holder: readUser(row, "holder_") }),
    label: String(row.label),
    kind: row.kind === "PlatformAdminKey" ? row.kind : "AlgorithmKey",
    mask: String(row.mask),
    permissions: JSON.parse(String(row.permissions)) as Permissions,
    createdAt: String(row.created_at),
  };
}

/** A new key in Algorithmia's shape: 28 characters that start with `sim` (what `algo auth` accepts). */
export function newKeyText(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  let text = "sim";
  while (text.length < 28) text += alphabet[randomInt(alphabet.length)];
  return text;
}

/** What stands for a key in the database and in comparisons. Keys carry 148 random bits, so a plain hash is enough. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function maskOf(text: string): string {
  return `${text.slice(0, 5)}${"*".repeat(8)}`;
}
