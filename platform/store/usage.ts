import type Database from "libsql";
import { all, atomically, type Row } from "./database";

/** What one caller used of one version of an algorithm in one hour. Names, not ids: usage outlasts what it tells of. */
export interface Used {
  /** Beginning of the hour, in milliseconds since 1970. */
  hourMs: number;
  owner: string;
  algorithm: string;
  /** Semantic version, or the commit of one that is not published. */
  version: string;
  caller: string;
  calls: number;
  /** How many of the calls had an error for an answer. */
  errors: number;
  /** Time in the algorithm, of all calls and of those with errors. */
  seconds: number;
  errorSeconds: number;
}

/** By what usage is summed up. */
export type UsageKind = "full" | "algorithms" | "users";

/** Which usage is asked for. */
export interface UsageQuery {
  /** Hours that overlap this time count whole; in milliseconds since 1970. */
  fromMs: number;
  toMs: number;
  /** Only these callers; nobody named means all. */
  callers: string[];
  /** The key of the last line of the page before. */
  after: string[] | undefined;
  limit: number;
}

/** A line of a report: `key` has a value for each of the kind's columns. */
export interface UsageLine extends Pick<Used, "calls" | "errors" | "seconds" | "errorSeconds"> {
  key: string[];
}

/** The usage of one platform. */
export interface Usage {
  /** Adds to what is known already, all of it or nothing. */
  add(used: Used[]): void;
  /** Sums, in the order of their keys. */
  report(kind: UsageKind, query: UsageQuery): UsageLine[];
}

const keys: Record<UsageKind, string[]> = {
  full: ["owner", "algorithm", "version", "caller"],
  algorithms: ["owner", "algorithm", "version"],
  users: ["caller"],
};

const hourMs = 60 * 60 * 1000;

/** Keeps and sums usage. */
export function createUsage(database: Database.Database): Usage {
  const add = database.prepare(`
    INSERT INTO usage (hour_ms, owner, algorithm, version, caller, calls, errors, seconds, error_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, errors = errors + excluded.errors, seconds = seconds + excluded.seconds,
      error_seconds = error_seconds + excluded.error_seconds`);
  return {
    add(used) {
      atomically(database, () => {
        for (const row of used) {
          const { owner, algorithm, version, caller, calls, errors, seconds, errorSeconds } = row;
          add.run(row.hourMs, owner, algorithm, version, caller, calls, errors, seconds, errorSeconds);
        }
      });
    },
    report(kind, { fromMs, toMs, callers, after, limit }) {
      const columns = keys[kind].join(", ");
      const rest = after ? `AND (${columns}) > (${keys[kind].map(() => "?").join(", ")})` : "";
      const only = callers.length > 0 ? `AND caller IN (${callers.map(() => "?").join(", ")})` : "";
      const select = database.prepare(`
        SELECT ${columns}, SUM(calls) AS calls, SUM(errors) AS errors, SUM(seconds) AS seconds, SUM(error_seconds) AS error_seconds
        FROM usage WHERE hour_ms > ? AND hour_ms < ? ${only} ${rest} GROUP BY ${columns} ORDER BY ${columns} LIMIT ?`);
      return all(select, fromMs - hourMs, toMs, ...callers, ...(after ?? []), limit).map((row) => read(row, keys[kind]));
    },
  };
}

/** How many columns a line's key has. */
export function keyLength(kind: UsageKind): number {
  return keys[kind].length;
}

function read(row: Row, key: string[]): UsageLine {
  return {
    key: key.map((column) => String(row[column])),
    calls: Number(row.calls),
    errors: Number(row.errors),
    seconds: Number(row.seconds),
    errorSeconds: Number(row.error_seconds),
  };
}
