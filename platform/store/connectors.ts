import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, first } from "./database";

/** The kinds of storage beside hosted data. */
export type Protocol = "s3" | "azureblob" | "gs" | "dropbox";

/** How a connector proves who it is; `environment` is what the platform's own process finds around it. */
export type CredentialType = "iam" | "sas" | "serviceaccount" | "oauth" | "environment";

/** A data connector, as its account may know it. Its credentials are sealed. */
export interface Connector {
  id: string;
  accountId: string;
  protocol: Protocol;
  /** Empty for one that is addressed by its protocol alone. */
  label: string;
  /** The one that the bare protocol means; one of a kind for each account and protocol. */
  isDefault: boolean;
  /** Which paths it reaches; `*` stands for any characters. */
  path: string;
  /** Whether it also writes and deletes. */
  writeable: boolean;
  credentialType: CredentialType;
  /** What tells where the storage is, and is no secret. */
  settings: Record<string, unknown>;
  createdAt: string;
  /** Changes with every change, the credentials' included. */
  modifiedAt: string;
}

/** What a connector is made of; `sealedCredentials` as the vault gave them. */
export type NewConnector = Omit<Connector, "id" | "createdAt" | "modifiedAt">;

/** The data connectors of one platform. */
export interface Connectors {
  /** `seal` gets the new connector's id, which its credentials are tied to. */
  create(connector: NewConnector, seal: (id: string) => Buffer): Connector;
  /** By protocol and label. */
  list(accountId: string): Connector[];
  /** By label; an empty label means the default one. */
  find(accountId: string, protocol: string, label: string): Connector | undefined;
  sealedCredentials(connector: Connector): Buffer;
  update(connector: Connector, sealedCredentials?: Buffer): Connector;
  remove(connector: Connector): void;
}

/** Reads and writes connectors. */
export function createConnectors(database: Database.Database): Connectors {
  const columns =
    "id, account_id, protocol, label, is_default, path, writeable, credential_type, settings, sealed_credentials, created_at, modified_at";
  const insert = database.prepare(`INSERT INTO connectors (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const list = database.prepare("SELECT * FROM connectors WHERE account_id = ? ORDER BY protocol, label");
  const byLabel = database.prepare("SELECT * FROM connectors WHERE account_id = ? AND protocol = ? AND label = ?");
  const byDefault = database.prepare("SELECT * FROM connectors WHERE account_id = ? AND protocol = ? AND is_default = 1");
  const sealed = database.prepare("SELECT sealed_credentials FROM connectors WHERE id = ?");
  const update = database.prepare(
    "UPDATE connectors SET is_default = ?, path = ?, writeable = ?, credential_type = ?, settings = ?, modified_at = ? WHERE id = ?",
  );
  const seal = database.prepare("UPDATE connectors SET sealed_credentials = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM connectors WHERE id = ?");
  return {
    create(connector, sealFor) {
      const now = new Date().toISOString();
      const made = { ...connector, id: randomUUID(), createdAt: now, modifiedAt: now };
      const { id, accountId, protocol, label, isDefault, path, writeable, credentialType, settings } = made;
      const values = [id, accountId, protocol, label, Number(isDefault), path, Number(writeable), credentialType, JSON.stringify(settings)];
      insert.run(...values, sealFor(id), now, now);
      return made;
    },
    list: (accountId) => all(list, accountId).map(read),
    find(accountId, protocol, label) {
      const row = label === "" ? first(byDefault, accountId, protocol) : first(byLabel, accountId, protocol, label);
      return row && read(row);
    },
    sealedCredentials: ({ id }) => Buffer.from((sealed.get(id) as { sealed_credentials: Uint8Array }).sealed_credentials),
    update(connector, sealedCredentials) {
      const { id, isDefault, path, writeable, credentialType, settings } = connector;
      const modifiedAt = laterThan(connector.modifiedAt);
      update.run(Number(isDefault), path, Number(writeable), credentialType, JSON.stringify(settings), modifiedAt, id);
      if (sealedCredentials) seal.run(sealedCredentials, id);
      return { ...connector, modifiedAt };
    },
    remove: ({ id }) => void remove.run(id),
  };
}

/** Now, or just after the last change: two changes within a millisecond are told apart. */
function laterThan(before: string): string {
  return new Date(Math.max(Date.now(), Date.parse(before) + 1)).toISOString();
}

function read(row: Record<string, unknown>): Connector {
  return {
    id: String(row.id),
    accountId: String(row.account_id),
    protocol: row.protocol as Protocol,
    label: String(row.label),
    isDefault: row.is_default === 1,
    path: String(row.path),
    writeable: row.writeable === 1,
    credentialType: row.credential_type as CredentialType,
    settings: JSON.parse(String(row.settings)) as Record<string, unknown>,
    createdAt: String(row.created_at),
    modifiedAt: String(row.modified_at),
  };
}
