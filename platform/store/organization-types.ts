import type Database from "libsql";
import { all, first, type Row } from "./database";

/** A kind of organizations. */
export interface OrganizationType {
  id: string;
  name: string;
}

/** The kinds of organizations of one platform. Names are compared without regard to case. */
export interface OrganizationTypes {
  /** In the order in which they were made. */
  list(): OrganizationType[];
  byIdOrName(text: string): OrganizationType | undefined;
  create(type: OrganizationType): void;
  /** True when an organization is of that type. */
  isUsed(id: string): boolean;
  remove(id: string): void;
}

/** Reads and writes the types. */
export function createOrganizationTypes(database: Database.Database): OrganizationTypes {
  const list = database.prepare("SELECT id, name FROM organization_types ORDER BY rowid");
  const find = database.prepare("SELECT id, name FROM organization_types WHERE id = ? OR name = ?");
  const insert = database.prepare("INSERT INTO organization_types (id, name) VALUES (?, ?)");
  const used = database.prepare("SELECT 1 FROM organizations WHERE type_id = ? LIMIT 1");
  const remove = database.prepare("DELETE FROM organization_types WHERE id = ?");
  return {
    list: () => all(list).map(read),
    byIdOrName(text) {
      const row = first(find, text.toLowerCase(), text);
      return row && read(row);
    },
    create: ({ id, name }) => void insert.run(id, name),
    isUsed: (id) => first(used, id) !== undefined,
    remove: (id) => void remove.run(id),
  };
}

function read(row: Row): OrganizationType {
  return { id: String(row.id), name: String(row.name) };
}
