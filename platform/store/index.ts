import { type Algorithms, createAlgorithms } from "./algorithms";
import { type Builds, createBuilds } from "./builds";
import { type Collections, createCollections } from "./collections";
import { atomically, openDatabase } from "./database";
import { createFailures, type Failures } from "./failures";
import { createFiles, type Files } from "./files";
import { createKeys, type Keys } from "./keys";
import { createOrganizations, type Organizations } from "./organizations";
import { createSecrets, type Secrets } from "./secrets";
import { createUsers, type Users } from "./users";
import { createVersions, type Versions } from "./versions";

/** Everything the platform remembers, by topic. */
export interface Store {
  users: Users;
  organizations: Organizations;
  keys: Keys;
  collections: Collections;
  files: Files;
  algorithms: Algorithms;
  builds: Builds;
  versions: Versions;
  secrets: Secrets;
  failures: Failures;
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
    keys: createKeys(database),
    collections: createCollections(database),
    files: createFiles(database),
    algorithms: createAlgorithms(database),
    builds: createBuilds(database),
    versions: createVersions(database),
    secrets: createSecrets(database),
    failures: createFailures(database),
    atomically: (work) => atomically(database, work),
    close: () => void database.close(),
  };
}
