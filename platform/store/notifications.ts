import type Database from "libsql";
import { all, atomically, type Row } from "./database";

/** What a notification can tell of. */
export const eventTypes = ["build_failed", "version_published"] as const;
export type EventType = (typeof eventTypes)[number];

/** An event of an algorithm that its owner is told of. */
export interface Notification {
  type: EventType;
  algorithmId: string;
  algorithm: string;
  owner: string;
  /** Semantic version of a published version, else the commit. */
  version: string;
  /** Milliseconds since 1970. */
  createdAtMs: number;
}

/** Which notifications are asked for. */
export interface NotificationQuery {
  /** Of the algorithms of these accounts. */
  accountIds: string[];
  types: EventType[];
  /** Only later ones; milliseconds since 1970. */
  sinceMs: number;
  limit: number;
}

/** The notifications of one platform, the newest 200 of each algorithm. They go with it. */
export interface Notifications {
  add(type: EventType, algorithmId: string, version: string): void;
  /** Newest first. */
  list(query: NotificationQuery): Notification[];
}

const kept = 200;

/** Keeps and reads notifications. */
export function createNotifications(database: Database.Database): Notifications {
  // An algorithm may be deleted while it is built.
  const insert = database.prepare(
    "INSERT INTO notifications (event_type, algorithm_id, version, created_at_ms) SELECT ?, id, ?, ? FROM algorithms WHERE id = ?",
  );
  const trim = database.prepare(`DELETE FROM notifications WHERE algorithm_id = ?1 AND sequence <=
    (SELECT sequence FROM notifications WHERE algorithm_id = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ${kept})`);
  const list = database.prepare(`
    SELECT notifications.*, algorithms.name AS algorithm, users.name AS owner FROM notifications
    JOIN algorithms ON algorithms.id = notifications.algorithm_id JOIN users ON users.id = algorithms.user_id
    WHERE users.id IN (SELECT value FROM json_each(?)) AND event_type IN (SELECT value FROM json_each(?)) AND created_at_ms > ?
    ORDER BY sequence DESC LIMIT ?`);
  return {
    add(type, algorithmId, version) {
      atomically(database, () => {
        insert.run(type, version, Date.now(), algorithmId);
        trim.run(algorithmId);
      });
    },
    list: ({ accountIds, types, sinceMs, limit }) => all(list, JSON.stringify(accountIds), JSON.stringify(types), sinceMs, limit).map(read),
  };
}

function read(row: Row): Notification {
  return {
    type: String(row.event_type) as EventType,
    algorithmId: String(row.algorithm_id),
    algorithm: String(row.algorithm),
    owner: String(row.owner),
    version: String(row.version),
    createdAtMs: Number(row.created_at_ms),
  };
}
