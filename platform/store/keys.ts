import { createHash, randomInt } from "node:crypto";
import type Database from "libsql";
import { first } from "./database";
import type { Permissions } from "./permissions";
import { readUser, type User } from "./users";

/** A key as it is known after its creation: never its text. */
export interface Key {
  user: User;
  label: string;
  mask: string;
  permissions: Permissions;
  createdAt: string;
}

/** The API keys of one platform; only a hash of each is stored. */
export interface Keys {
  create(user: User, label: string, permissions: Permissions, text?: string): Key & { text: string };
  byText(text: string): Key | undefined;
}

/** Reads and writes keys. */
export function createKeys(database: Database.Database): Keys {
  const insert = database.prepare("INSERT INTO keys (hash, user_id, label, mask, permissions, created_at) VALUES (?, ?, ?, ?, ?, ?)");
  const byHash = database.prepare(`
    SELECT keys.*, users.id AS user_id, users.name AS user_name, users.email AS user_email, users.full_name AS user_full_name
    FROM keys JOIN users ON users.id = keys.user_id WHERE keys.hash = ?`);
  return {
    create(user, label, permissions, text = newKeyText()) {
      const key = { user, label, mask: maskOf(text), permissions, createdAt: new Date().toISOString(), text };
      insert.run(hashOf(text), user.id, label, key.mask, JSON.stringify(permissions), key.createdAt);
      return key;
    },
    byText(text) {
      const row = first(byHash, hashOf(text));
      if (!row) return undefined;
      return {
        user: readUser(row, "user_"),
        label: String(row.label),
        mask: String(row.mask),
        permissions: JSON.parse(String(row.permissions)) as Permissions,
        createdAt: String(row.created_at),
      };
    },
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
