import type Database from "libsql";
import { first } from "./database";

/** Feature flags as somebody set them, for everybody or for one account. */
export interface Features {
  /** As it is set for the account, else for everybody; undefined where nobody set it. */
  find(name: string, accountId: string | undefined): boolean | undefined;
  /** Sets a flag for an account, or for everybody. */
  set(name: string, accountId: string | undefined, enabled: boolean): void;
}

/** Reads and writes feature flags. */
export function createFeatures(database: Database.Database): Features {
  const find = database.prepare(`SELECT enabled FROM feature_flags WHERE name = ? AND (account_id = ? OR account_id IS NULL)
    ORDER BY account_id IS NULL LIMIT 1`);
  const set = database.prepare(`INSERT INTO feature_flags (name, account_id, enabled) VALUES (?, ?, ?)
    ON CONFLICT (name, COALESCE(account_id, '')) DO UPDATE SET enabled = excluded.enabled`);
  return {
    find(name, accountId) {
      const row = first(find, name, accountId ?? null);
      return row && row.enabled === 1;
    },
    set: (name, accountId, enabled) => void set.run(name, accountId ?? null, enabled ? 1 : 0),
  };
}
