import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, first } from "./database";

/** A secret of an algorithm, as everybody may know it. Its value is sealed and read by nobody but the algorithm's own processes. */
export interface Secret {
  id: string;
  algorithmId: string;
  /** The environment variable that holds it, e.g. `DB_PASSWORD`; one of a kind within its algorithm. */
  key: string;
  shortName: string;
  description: string;
  createdAt: string;
  modifiedAt: string;
}

/** What a change of a secret may name; what it leaves out stays. */
export type SecretChange = Partial<Pick<Secret, "key" | "shortName" | "description">> & { sealedValue?: Buffer };

/** The secrets of one platform; values come and go sealed. */
export interface Secrets {
  create(secret: Pick<Secret, "algorithmId" | "key" | "shortName" | "description">, sealedValue: Buffer): Secret;
  /** Oldest first. */
  list(algorithmId: string): Secret[];
  find(algorithmId: string, id: string): Secret | undefined;
  sealedValues(algorithmId: string): { id: string; key: string; sealedValue: Buffer }[];
  update(secret: Secret, change: SecretChange): Secret;
  remove(secret: Secret): void;
}

/** Reads and writes secrets. */
export function createSecrets(database: Database.Database): Secrets {
  const columns = "id, algorithm_id, key, short_name, description, created_at, modified_at";
  const insert = database.prepare(`INSERT INTO secrets (${columns}, sealed_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const list = database.prepare(`SELECT ${columns} FROM secrets WHERE algorithm_id = ? ORDER BY created_at, id`);
  const find = database.prepare(`SELECT ${columns} FROM secrets WHERE algorithm_id = ? AND id = ?`);
  const sealedValues = database.prepare("SELECT id, key, sealed_value FROM secrets WHERE algorithm_id = ?");
  const describe = database.prepare("UPDATE secrets SET key = ?, short_name = ?, description = ?, modified_at = ? WHERE id = ?");
  const seal = database.prepare("UPDATE secrets SET sealed_value = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM secrets WHERE id = ?");
  return {
    create({ algorithmId, key, shortName, description }, sealedValue) {
      const now = new Date().toISOString();
      const secret = { id: randomUUID(), algorithmId, key, shortName, description, createdAt: now, modifiedAt: now };
      insert.run(secret.id, algorithmId, key, shortName, description, now, now, sealedValue);
      return secret;
    },
    list: (algorithmId) => all(list, algorithmId).map(read),
    find(algorithmId, id) {
      const row = first(find, algorithmId, id.toLowerCase());
      return row && read(row);
    },
    sealedValues: (algorithmId) =>
      (sealedValues.all(algorithmId) as { id: string; key: string; sealed_value: Uint8Array }[]).map(({ id, key, sealed_value }) => ({
        id,
        key,
        sealedValue: Buffer.from(sealed_value),
      })),
    update(secret, { sealedValue, ...change }) {
      const changed = { ...secret, ...change, modifiedAt: new Date().toISOString() };
      describe.run(changed.key, changed.shortName, changed.description, changed.modifiedAt, secret.id);
      if (sealedValue) seal.run(sealedValue, secret.id);
      return changed;
    },
    remove: (secret) => void remove.run(secret.id),
  };
}

function read(row: Record<string, unknown>): Secret {
  return {
    id: String(row.id),
    algorithmId: String(row.algorithm_id),
    key: String(row.key),
    shortName: String(row.short_name),
    description: String(row.description),
    createdAt: String(row.created_at),
    modifiedAt: String(row.modified_at),
  };
}
