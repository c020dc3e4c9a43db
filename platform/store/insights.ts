import type Database from "libsql";
import { all, atomically, type Row } from "./database";

/** Something that an algorithm said of its work. */
export interface Insight {
  /** Milliseconds since 1970. */
  createdAtMs: number;
  /** Name of the account whose key came along; empty when none did. */
  account: string;
  key: string;
  /** Any JSON. */
  value: unknown;
}

/** The newest 10,000 insights of one platform. */
export interface Insights {
  /** Adds all of them or none. */
  add(account: string, insights: Pick<Insight, "key" | "value">[]): void;
  /** Newest first. */
  list(limit: number): Insight[];
}

const kept = 10_000;

/** Keeps and reads insights. */
export function createInsights(database: Database.Database): Insights {
  const insert = database.prepare("INSERT INTO insights (created_at_ms, account, insight_key, insight_value) VALUES (?, ?, ?, ?)");
  const trim = database.prepare(`DELETE FROM insights WHERE sequence <= (SELECT MAX(sequence) - ${kept} FROM insights)`);
  const list = database.prepare("SELECT * FROM insights ORDER BY sequence DESC LIMIT ?");
  return {
    add(account, insights) {
      atomically(database, () => {
        for (const { key, value } of insights) insert.run(Date.now(), account, key, JSON.stringify(value ?? null));
        trim.run();
      });
    },
    list: (limit) => all(list, limit).map(read),
  };
}

function read(row: Row): Insight {
  return {
    createdAtMs: Number(row.created_at_ms),
    account: String(row.account),
    key: String(row.insight_key),
    value: JSON.parse(String(row.insight_value)) as unknown,
  };
}
