import { type Algorithms, createAlgorithms } from "./algorithms";
import { type Appearance, createAppearance } from "./appearance";
import { type Builds, createBuilds } from "./builds";
import { type Collections, createCollections } from "./collections";
import { type Connectors, createConnectors } from "./connectors";
import { atomically, openDatabase } from "./database";
import { createFailures, type Failures } from "./failures";
import { createFeatures, type Features } from "./features";
import { createFiles, type Files } from "./files";
import { createHosts, type Hosts } from "./hosts";
import { createInsights, type Insights } from "./insights";
import { createInvites, type Invites } from "./invites";
import { createKeys, type Keys } from "./keys";
import { createNotifications, type Notifications } from "./notifications";
import { createOrganizationTypes, type OrganizationTypes } from "./organization-types";
import { createOrganizations, type Organizations } from "./organizations";
import { createReservations, type Reservations } from "./reservations";
import { createSecrets, type Secrets } from "./secrets";
import { createSpecialCollections, type SpecialCollections } from "./special-collections";
import { createUsage, type Usage } from "./usage";
import { createUsers, type Users } from "./users";
import { createVersions, type Versions } from "./versions";

/** Everything the platform remembers, by topic. */
export interface Store {
  users: Users;
  organizations: Organizations;
  organizationTypes: OrganizationTypes;
  hosts: Hosts;
  keys: Keys;
  collections: Collections;
  specialCollections: SpecialCollections;
  files: Files;
  algorithms: Algorithms;
  builds: Builds;
  versions: Versions;
  secrets: Secrets;
  connectors: Connectors;
  failures: Failures;
  notifications: Notifications;
  usage: Usage;
  reservations: Reservations;
  features: Features;
  invites: Invites;
  insights: Insights;
  appearance: Appearance;
  /** Runs `work` so that all of its writes happen or none. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/** Opens the store in a database file. */
export function openStore(file: string): Store {
  const database = openDatabase(file);
  const users = createUsers(database);
  return {
    users,
    organizations: createOrganizations(database, users),
    organizationTypes: createOrganizationTypes(database),
    hosts: createHosts(database),
    keys: createKeys(database),
    collections: createCollections(database),
    specialCollections: createSpecialCollections(database),
    files: createFiles(database),
    algorithms: createAlgorithms(database),
    builds: createBuilds(database),
    versions: createVersions(database),
    secrets: createSecrets(database),
    connectors: createConnectors(database),
    failures: createFailures(database),
    notifications: createNotifications(database),
    usage: createUsage(database),
    reservations: createReservations(database),
    features: createFeatures(database),
    invites: createInvites(database),
    insights: createInsights(database),
    appearance: createAppearance(database),
    atomically: (work) => atomically(database, work),
    close: () => void database.close(),
  };
}
