import type Database from "libsql";
import { all, atomically, type Row } from "./database";

/** A call that got an error for an answer. */
export interface Failure {
  /** Milliseconds since 1970. */
  createdAtMs: number;
  requestId: string;
  owner: string;
  algorithm: string;
  /** Semantic version, or the commit of one that is not published. */
  version: string;
  /** The beginning of the input, as text. */
  input: string;
  error: string;
  errorType: string;
  /** Name of the account that called. */
  caller: string;
}

/** The failed calls of the last week, at most 200 of each algorithm. */
export interface Failures {
  add(algorithmId: string, failure: Omit<Failure, "owner" | "algorithm">): void;
  /** Newest first. */
  ofAlgorithm(algorithmId: string): Failure[];
  /** Those of all algorithms that an account owns, newest first; the account by its name or id. */
  ofOwner(nameOrId: string): Failure[];
}

const weekMs = 7 * 24 * 60 * 60 * 1000;
const limit = 200;

/** Keeps and reads failed calls. */
export function createFailures(database: Database.Database): Failures {
  // An algorithm may be deleted while a call of it runs.
  const insert = database.prepare(
    `INSERT INTO failures (algorithm_id, created_at_ms, request_id, version, input, error, error_type, caller)
     SELECT id, ?, ?, ?, ?, ?, ?, ? FROM algorithms WHERE id = ?`,
  );
  const expire = database.prepare("DELETE FROM failures WHERE created_at_ms < ?");
  const trim = database.prepare(
    `DELETE FROM failures WHERE algorithm_id = ?1 AND sequence <=
     (SELECT sequence FROM failures WHERE algorithm_id = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ${limit})`,
  );
  const select = (condition: string) =>
    database.prepare(
      `SELECT failures.*, algorithms.name AS algorithm, users.name AS owner FROM failures
       JOIN algorithms ON algorithms.id = failures.algorithm_id JOIN users ON users.id = algorithms.user_id
       WHERE ${condition} AND created_at_ms >= ? ORDER BY sequence DESC LIMIT ${limit}`,
    );
  const ofAlgorithm = select("algorithm_id = ?");
  const ofOwner = select("(users.name = ? OR users.id = ?)");
  return {
    add(algorithmId, { createdAtMs, requestId, version, input, error, errorType, caller }) {
      atomically(database, () => {
        insert.run(createdAtMs, requestId, version, input, error, errorType, caller, algorithmId);
        expire.run(createdAtMs - weekMs);
        trim.run(algorithmId);
      });
    },
    ofAlgorithm: (algorithmId) => all(ofAlgorithm, algorithmId, Date.now() - weekMs).map(read),
    ofOwner: (nameOrId) => all(ofOwner, nameOrId, nameOrId.toLowerCase(), Date.now() - weekMs).map(read),
  };
}

function read(row: Row): Failure {
  return {
    createdAtMs: Number(row.created_at_ms),
    requestId: String(row.request_id),
    owner: String(row.owner),
    algorithm: String(row.algorithm),
    version: String(row.version),
    input: String(row.input),
    error: String(row.error),
    errorType: String(row.error_type),
    caller: String(row.caller),
  };
}
