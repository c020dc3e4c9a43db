import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, atomically, first } from "./database";

/** Under which account of a host an organization's algorithms are to run; recorded for whoever runs that host. */
export interface OrganizationHost {
  id: string;
  organizationId: string;
  hostUsername: string;
  hostUserId: string;
}

/** The same for one algorithm. */
export interface HostUsername {
  algorithmId: string;
  functionalId: string;
}

/** What is recorded of hosts. It goes with its organization and its algorithm. */
export interface Hosts {
  ofOrganization(organizationId: string): OrganizationHost | undefined;
  create(host: Omit<OrganizationHost, "id">): void;
  update(host: Omit<OrganizationHost, "id">): void;
  remove(organizationId: string): void;
  usernames(organizationId: string): HostUsername[];
  /** Sets these and leaves the others as they are; all of it or nothing. */
  setUsernames(organizationId: string, usernames: HostUsername[]): void;
  removeUsername(organizationId: string, algorithmId: string): void;
}

/** Reads and writes what is recorded of hosts. */
export function createHosts(database: Database.Database): Hosts {
  const find = database.prepare("SELECT * FROM organization_hosts WHERE organization_id = ?");
  const insert = database.prepare("INSERT INTO organization_hosts (id, organization_id, host_username, host_user_id) VALUES (?, ?, ?, ?)");
  const update = database.prepare("UPDATE organization_hosts SET host_username = ?, host_user_id = ? WHERE organization_id = ?");
  const remove = database.prepare("DELETE FROM organization_hosts WHERE organization_id = ?");
  const usernames = database.prepare("SELECT * FROM host_usernames WHERE organization_id = ? ORDER BY algorithm_id");
  const setUsername = database.prepare(`INSERT INTO host_usernames (organization_id, algorithm_id, functional_id) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET functional_id = excluded.functional_id`);
  const removeUsername = database.prepare("DELETE FROM host_usernames WHERE organization_id = ? AND algorithm_id = ?");
  return {
    ofOrganization(organizationId) {
      const row = first(find, organizationId);
      if (!row) return undefined;
      return { id: String(row.id), organizationId, hostUsername: String(row.host_username), hostUserId: String(row.host_user_id) };
    },
    create: ({ organizationId, hostUsername, hostUserId }) => void insert.run(randomUUID(), organizationId, hostUsername, hostUserId),
    update: ({ organizationId, hostUsername, hostUserId }) => void update.run(hostUsername, hostUserId, organizationId),
    remove: (organizationId) => void remove.run(organizationId),
    usernames: (organizationId) =>
      all(usernames, organizationId).map((row) => ({ algorithmId: String(row.algorithm_id), functionalId: String(row.functional_id) })),
    setUsernames(organizationId, changed) {
      atomically(database, () => {
        for (const { algorithmId, functionalId } of changed) setUsername.run(organizationId, algorithmId, functionalId);
      });
    },
    removeUsername: (organizationId, algorithmId) => void removeUsername.run(organizationId, algorithmId),
  };
}
