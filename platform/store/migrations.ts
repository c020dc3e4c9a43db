import type Database from "libsql";

/**
 * Brings a database to the newest schema, one step per version, each in its own transaction.
 *
 * @param version where to stop; tests make databases of earlier platforms
 */
export function migrate(database: Database.Database, version = Number.POSITIVE_INFINITY): void {
  const from = versionOf(database);
  steps.slice(from, version).forEach((sql, index) => {
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${from + index + 1}; COMMIT;`);
  });
}

/** Throws when a newer platform wrote the database: what it keeps there is not known here. Changes nothing. */
export function refuseNewer(database: Database.Database): void {
  const version = versionOf(database);
  if (version <= steps.length) return;
  throw new Error(
    `The data folder has schema version ${version}, this platform knows up to ${steps.length}. Start it with the newer platform that wrote it.`,
  );
}

function versionOf(database: Database.Database): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/** Step n brings version n-1 to n. A step that was released is never edited: add the next one. */
const steps = [
  `
  CREATE TABLE users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, email TEXT NOT NULL DEFAULT '', full_name TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL);
  CREATE TABLE keys (
    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, label TEXT NOT NULL, mask TEXT NOT NULL,
    permissions TEXT NOT NULL, created_at TEXT NOT NULL);
  CREATE TABLE collections (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, name TEXT NOT NULL, read_acl TEXT NOT NULL,
    created_at TEXT NOT NULL, UNIQUE (user_id, name));
  CREATE TABLE files (
    collection_id TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE, name TEXT NOT NULL, blob TEXT NOT NULL, size_bytes INTEGER NOT NULL,
    md5 TEXT NOT NULL, modified_at TEXT NOT NULL, PRIMARY KEY (collection_id, name)) WITHOUT ROWID;
  CREATE TABLE algorithms (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, name TEXT NOT NULL COLLATE NOCASE, details TEXT NOT NULL,
    settings TEXT NOT NULL, sample_input TEXT, head_sha TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE (user_id, name));
  CREATE TABLE builds (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE,
    commit_sha TEXT NOT NULL, state TEXT NOT NULL, version_uuid TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT);
  CREATE INDEX builds_by_algorithm ON builds (algorithm_id, sequence);
  CREATE TABLE versions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE,
    build_id TEXT NOT NULL UNIQUE REFERENCES builds(id), major INTEGER NOT NULL, minor INTEGER NOT NULL, revision INTEGER NOT NULL,
    details TEXT NOT NULL, settings TEXT NOT NULL, release_notes TEXT, sample_input TEXT, sample_output TEXT, created_at TEXT NOT NULL,
    UNIQUE (algorithm_id, major, minor, revision));
  `,
  `
  CREATE TABLE secrets (
    id TEXT PRIMARY KEY, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE, key TEXT NOT NULL, short_name TEXT NOT NULL,
    description TEXT NOT NULL, sealed_value BLOB NOT NULL, created_at TEXT NOT NULL, modified_at TEXT NOT NULL, UNIQUE (algorithm_id, key));
  `,
  `
  CREATE TABLE failures (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE, created_at_ms INTEGER NOT NULL,
    request_id TEXT NOT NULL, version TEXT NOT NULL, input TEXT NOT NULL, error TEXT NOT NULL, error_type TEXT NOT NULL, caller TEXT NOT NULL);
  CREATE INDEX failures_by_algorithm ON failures (algorithm_id, sequence);
  CREATE INDEX failures_by_time ON failures (created_at_ms);
  `,
  `
  ALTER TABLE users ADD COLUMN company_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE users ADD COLUMN company_role TEXT NOT NULL DEFAULT '';
  CREATE INDEX users_by_email ON users (email COLLATE NOCASE);
  `,
  "ALTER TABLE keys ADD COLUMN kind TEXT NOT NULL DEFAULT 'AlgorithmKey'",
  `
  CREATE TABLE organizations (
    account_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE, type_id TEXT NOT NULL, contact_name TEXT NOT NULL, extras TEXT NOT NULL);
  CREATE TABLE members (
    organization_id TEXT NOT NULL REFERENCES organizations(account_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, role TEXT NOT NULL, PRIMARY KEY (organization_id, user_id)) WITHOUT ROWID;
  CREATE INDEX members_by_user ON members (user_id);
  `,
  `
  CREATE TABLE contents (
    blob TEXT PRIMARY KEY, collection_id TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE, bytes BLOB NOT NULL);
  CREATE INDEX contents_by_collection ON contents (collection_id);
  `,
  // Usage keeps names, not ids: it outlasts the algorithms and accounts that it tells of.
  `
  CREATE TABLE usage (
    hour_ms INTEGER NOT NULL, owner TEXT NOT NULL COLLATE NOCASE, algorithm TEXT NOT NULL COLLATE NOCASE, version TEXT NOT NULL,
    caller TEXT NOT NULL COLLATE NOCASE, calls INTEGER NOT NULL, errors INTEGER NOT NULL, seconds REAL NOT NULL, error_seconds REAL NOT NULL,
    PRIMARY KEY (hour_ms, owner, algorithm, version, caller)) WITHOUT ROWID;
  CREATE TABLE feature_flags (name TEXT NOT NULL, account_id TEXT REFERENCES users(id) ON DELETE CASCADE, enabled INTEGER NOT NULL);
  CREATE UNIQUE INDEX feature_flags_once ON feature_flags (name, COALESCE(account_id, ''));
  CREATE TABLE invites (
    code TEXT PRIMARY KEY, signup_credits INTEGER, comments TEXT, expires_at TEXT, created_at TEXT NOT NULL, created_by TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE reservations (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE,
    caller_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, version_type TEXT NOT NULL, selector TEXT NOT NULL, slots INTEGER NOT NULL);
  `,
  `
  CREATE TABLE config_entries (
    keyname TEXT PRIMARY KEY, value TEXT NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE images (name TEXT PRIMARY KEY, content_type TEXT NOT NULL, bytes BLOB NOT NULL);
  `,
  // The ids of the first three types are the same on every platform: clients keep them.
  `
  CREATE TABLE organization_types (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
  INSERT INTO organization_types (id, name) VALUES
    ('6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a01', 'basic'), ('6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a02', 'legacy'),
    ('6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a03', 'pro');
  ALTER TABLE keys ADD COLUMN holder_id TEXT REFERENCES users(id) ON DELETE CASCADE;
  CREATE TABLE organization_hosts (
    organization_id TEXT PRIMARY KEY REFERENCES organizations(account_id) ON DELETE CASCADE, id TEXT NOT NULL UNIQUE, host_username TEXT NOT NULL,
    host_user_id TEXT NOT NULL);
  CREATE TABLE host_usernames (
    organization_id TEXT NOT NULL REFERENCES organizations(account_id) ON DELETE CASCADE,
    algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE, functional_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, algorithm_id)) WITHOUT ROWID;
  CREATE TABLE notifications (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, event_type TEXT NOT NULL, algorithm_id TEXT NOT NULL REFERENCES algorithms(id) ON DELETE CASCADE,
    version TEXT NOT NULL, created_at_ms INTEGER NOT NULL);
  CREATE INDEX notifications_by_algorithm ON notifications (algorithm_id, sequence);
  `,
  `
  CREATE TABLE insights (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, created_at_ms INTEGER NOT NULL, account TEXT NOT NULL, insight_key TEXT NOT NULL,
    insight_value TEXT NOT NULL);
  `,
  `
  ALTER TABLE collections ADD COLUMN kind TEXT NOT NULL DEFAULT 'hosted';
  ALTER TABLE collections ADD COLUMN algorithm_id TEXT REFERENCES algorithms(id) ON DELETE CASCADE;
  CREATE INDEX collections_by_kind ON collections (kind, algorithm_id);
  `,
  `
  ALTER TABLE builds ADD COLUMN origin TEXT NOT NULL DEFAULT 'compile';
  ALTER TABLE builds ADD COLUMN failure_kind TEXT;
  ALTER TABLE builds ADD COLUMN failure_message TEXT;
  `,
  `
  CREATE TABLE connectors (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, protocol TEXT NOT NULL, label TEXT NOT NULL,
    is_default INTEGER NOT NULL, path TEXT NOT NULL, writeable INTEGER NOT NULL, credential_type TEXT NOT NULL, settings TEXT NOT NULL,
    sealed_credentials BLOB NOT NULL, created_at TEXT NOT NULL, modified_at TEXT NOT NULL, UNIQUE (account_id, protocol, label));
  CREATE UNIQUE INDEX default_connectors ON connectors (account_id, protocol) WHERE is_default = 1;
  `,
];
