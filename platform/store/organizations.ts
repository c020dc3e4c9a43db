import type Database from "libsql";
import { all, atomically, first, type Row } from "./database";
import { type Profile, readUser, type User, type Users } from "./users";

/** An organization: an account whose name no user may have, with users as members. Its email and label lie in `account`. */
export interface Organization {
  /** `email` and `fullName` are the organization's. */
  account: User;
  /** The name once more, by which lists are paged. */
  name: string;
  typeId: string;
  contactName: string;
  /** What else was said of it, in the API's own words. */
  extras: Record<string, unknown>;
  createdAt: string;
}

/** A user's part in an organization. */
export interface Member {
  name: string;
  role: "owner" | "member";
}

/** The organizations of one platform and their members. */
export interface Organizations {
  create(organization: Omit<Organization, "account" | "createdAt">, profile: Partial<Profile>): Organization;
  byName(name: string): Organization | undefined;
  /** At most `limit` organizations, by name, after the name `after`. */
  list(after: string, limit: number): Organization[];
  update(organization: Organization): void;
  /** Adds a member; false if the user is one already. */
  join(organization: Organization, user: User): boolean;
  /** Takes a member out; the organization's keys that the member holds end. */
  leave(organization: Organization, user: User): void;
  /** At most `limit` members, by name, after the name `after`. */
  members(organization: Organization, after: string, limit: number): Member[];
  /** Ids of the organizations that a user is a member of. */
  ofMember(user: User): string[];
  /** Names of the same, in their order. */
  namesOfMember(user: User): string[];
  /** Ids of the owners, in the order of their names. */
  owners(organization: Organization): string[];
  /** Makes these users the owners, members if they were not; who owned it before stays a member. */
  setOwners(organization: Organization, userIds: string[]): void;
}

/** Reads and writes organizations. Their rows in `users` are what algorithms, collections and names hang on. */
export function createOrganizations(database: Database.Database, users: Users): Organizations {
  const select = `SELECT organizations.*, users.id AS account_id, users.name AS account_name, users.email AS account_email,
    users.full_name AS account_full_name, users.created_at AS account_created_at
    FROM organizations JOIN users ON users.id = organizations.account_id`;
  const insert = database.prepare("INSERT INTO organizations (account_id, type_id, contact_name, extras) VALUES (?, ?, ?, ?)");
  const byName = database.prepare(`${select} WHERE users.name = ?`);
  const list = database.prepare(`${select} WHERE users.name > ? ORDER BY users.name LIMIT ?`);
  const update = database.prepare("UPDATE organizations SET type_id = ?, contact_name = ?, extras = ? WHERE account_id = ?");
  const join = database.prepare("INSERT INTO members (organization_id, user_id, role) VALUES (?, ?, 'member') ON CONFLICT DO NOTHING");
  const leave = database.prepare("DELETE FROM members WHERE organization_id = ? AND user_id = ?");
  const dropKeys = database.prepare("DELETE FROM keys WHERE user_id = ? AND holder_id = ?");
  const members = database.prepare(`SELECT users.id AS id, users.name AS name, members.role AS role FROM members
    JOIN users ON users.id = members.user_id WHERE members.organization_id = ? AND users.name > ? ORDER BY users.name LIMIT ?`);
  const owners = database.prepare(`SELECT users.id AS id FROM members JOIN users ON users.id = members.user_id
    WHERE members.organization_id = ? AND members.role = 'owner' ORDER BY users.name`);
  const ofMember = database.prepare("SELECT organization_id FROM members WHERE user_id = ?");
  const namesOfMember = database.prepare(`SELECT users.name AS name FROM members
    JOIN users ON users.id = members.organization_id WHERE members.user_id = ? ORDER BY users.name`);
  const disown = database.prepare("UPDATE members SET role = 'member' WHERE organization_id = ?");
  const own = database.prepare(`INSERT INTO members (organization_id, user_id, role) VALUES (?, ?, 'owner')
    ON CONFLICT DO UPDATE SET role = 'owner'`);
  return {
    create(organization, profile) {
      return atomically(database, () => {
        const account = users.create(organization.name, profile);
        insert.run(account.id, organization.typeId, organization.contactName, JSON.stringify(organization.extras));
        return read(first(byName, account.name)!);
      });
    },
    byName(name) {
      const row = first(byName, name);
      return row && read(row);
    },
    list: (after, limit) => all(list, after, limit).map(read),
    update({ account, typeId, contactName, extras }) {
      atomically(database, () => {
        users.update(account);
        update.run(typeId, contactName, JSON.stringify(extras), account.id);
      });
    },
    join: ({ account }, user) => join.run(account.id, user.id).changes > 0,
    leave({ account }, user) {
      atomically(database, () => {
        leave.run(account.id, user.id);
        dropKeys.run(account.id, user.id);
      });
    },
    members: ({ account }, after, limit) =>
      all(members, account.id, after, limit).map(({ name, role }) => ({
        name: String(name),
        role: role === "owner" ? "owner" : "member",
      })),
    ofMember: ({ id }) => all(ofMember, id).map((row) => String(row.organization_id)),
    namesOfMember: ({ id }) => all(namesOfMember, id).map(({ name }) => String(name)),
    owners: ({ account }) => all(owners, account.id).map(({ id }) => String(id)),
    setOwners({ account }, userIds) {
      atomically(database, () => {
        disown.run(account.id);
        for (const id of userIds) own.run(account.id, id);
      });
    },
  };
}

function read(row: Row): Organization {
  const account = readUser(row, "account_");
  return {
    account,
    name: account.name,
    typeId: String(row.type_id),
    contactName: String(row.contact_name),
    extras: JSON.parse(String(row.extras)) as Record<string, unknown>,
    createdAt: String(row.account_created_at),
  };
}
