import type Database from "libsql";
import { all, type Row } from "./database";

/** A code that invites somebody to the platform. Moments are ISO texts. */
export interface Invite {
  code: string;
  signupCredits?: number;
  comments?: string;
  expiresAt?: string;
  createdAt: string;
  createdBy: string;
}

/** The invite codes of one platform. */
export interface Invites {
  /** False when there is such a code. */
  add(invite: Invite): boolean;
  /** Oldest first. */
  list(): Invite[];
  /** False when there was no such code. */
  remove(code: string): boolean;
}

/** Reads and writes invite codes. */
export function createInvites(database: Database.Database): Invites {
  const add = database.prepare(`INSERT INTO invites (code, signup_credits, comments, expires_at, created_at, created_by)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const list = database.prepare("SELECT * FROM invites ORDER BY created_at, code");
  const remove = database.prepare("DELETE FROM invites WHERE code = ?");
  return {
    add: ({ code, signupCredits, comments, expiresAt, createdAt, createdBy }) =>
      add.run(code, signupCredits ?? null, comments ?? null, expiresAt ?? null, createdAt, createdBy).changes > 0,
    list: () => all(list).map(read),
    remove: (code) => remove.run(code).changes > 0,
  };
}

function read(row: Row): Invite {
  return {
    code: String(row.code),
    ...(row.signup_credits !== null && { signupCredits: Number(row.signup_credits) }),
    ...(row.comments !== null && { comments: String(row.comments) }),
    ...(row.expires_at !== null && { expiresAt: String(row.expires_at) }),
    createdAt: String(row.created_at),
    createdBy: String(row.created_by),
  };
}
