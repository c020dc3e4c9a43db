import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, first, type Row } from "./database";

/** Where a build stands. The API shows `queued` and `running` as `in-progress`. */
export type BuildState = "queued" | "running" | "succeeded" | "failed";

/** What asked for a build: a push of its commit, or a compile of exactly this commit. */
export type BuildOrigin = "push" | "compile";

/** Why a build failed: at which step, and one sentence for the algorithm's owner. */
export interface BuildFailed {
  kind: string;
  message: string;
}

/** One build of one commit. `sequence` grows with every build of the platform. */
export interface Build {
  sequence: number;
  id: string;
  algorithmId: string;
  commitSha: string;
  state: BuildState;
  origin: BuildOrigin;
  /** Of one that failed; builds from before this was recorded have none. */
  failure?: BuildFailed;
  versionUuid: string;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
}

/** The builds of one platform. */
export interface Builds {
  create(algorithmId: string, commitSha: string, origin?: BuildOrigin): Build;
  byId(id: string): Build | undefined;
  /** Newest first, at most `limit`, only those before the sequence number `before`. */
  list(algorithmId: string, before: number, limit: number): Build[];
  /** Newest first, only successful ones. */
  successful(algorithmId: string): Build[];
  ofCommit(algorithmId: string, commitSha: string): Build[];
  started(id: string): void;
  finished(id: string, failure?: BuildFailed): void;
  /** Puts builds that were cut off by the end of the process back in the queue; returns all that wait, oldest first. */
  requeue(): Build[];
  ids(): Set<string>;
}

/** Reads and writes builds. */
export function createBuilds(database: Database.Database): Builds {
  const insert = database.prepare(
    "INSERT INTO builds (id, algorithm_id, commit_sha, state, version_uuid, created_at, origin) VALUES (?, ?, ?, 'queued', ?, ?, ?)",
  );
  const byId = database.prepare("SELECT * FROM builds WHERE id = ?");
  const list = database.prepare("SELECT * FROM builds WHERE algorithm_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?");
  const successful = database.prepare("SELECT * FROM builds WHERE algorithm_id = ? AND state = 'succeeded' ORDER BY sequence DESC");
  const ofCommit = database.prepare("SELECT * FROM builds WHERE algorithm_id = ? AND commit_sha = ? ORDER BY sequence DESC");
  const started = database.prepare("UPDATE builds SET state = 'running', started_at = ? WHERE id = ?");
  const finished = database.prepare("UPDATE builds SET state = ?, finished_at = ?, failure_kind = ?, failure_message = ? WHERE id = ?");
  const requeue = database.prepare("UPDATE builds SET state = 'queued', started_at = NULL WHERE state = 'running'");
  const queued = database.prepare("SELECT * FROM builds WHERE state = 'queued' ORDER BY sequence");
  const ids = database.prepare("SELECT id FROM builds");
  const find = (id: string) => {
    const row = first(byId, id);
    return row && read(row);
  };
  return {
    create(algorithmId, commitSha, origin = "compile") {
      const id = randomUUID();
      insert.run(id, algorithmId, commitSha, randomUUID(), new Date().toISOString(), origin);
      return find(id)!;
    },
    byId: find,
    list: (algorithmId, before, limit) => all(list, algorithmId, before, limit).map(read),
    successful: (algorithmId) => all(successful, algorithmId).map(read),
    ofCommit: (algorithmId, commitSha) => all(ofCommit, algorithmId, commitSha).map(read),
    started: (id) => void started.run(new Date().toISOString(), id),
    finished(id, failure) {
      finished.run(failure ? "failed" : "succeeded", new Date().toISOString(), failure?.kind ?? null, failure?.message ?? null, id);
    },
    requeue() {
      requeue.run();
      return all(queued).map(read);
    },
    ids: () => new Set(all(ids).map((row) => String(row.id))),
  };
}

function read(row: Row): Build {
  return {
    sequence: Number(row.sequence),
    id: String(row.id),
    algorithmId: String(row.algorithm_id),
    commitSha: String(row.commit_sha),
    state: String(row.state) as BuildState,
    origin: String(row.origin) as BuildOrigin,
    failure: row.failure_kind === null ? undefined : { kind: String(row.failure_kind), message: String(row.failure_message) },
    versionUuid: String(row.version_uuid),
    createdAt: String(row.created_at),
    startedAt: row.started_at === null ? undefined : String(row.started_at),
    finishedAt: row.finished_at === null ? undefined : String(row.finished_at),
  };
}
