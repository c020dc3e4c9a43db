import { seedAlgorithm } from "./algorithms";
import { createApi, type Target } from "./api";
import { seedCollection, seedFile } from "./data";
import type { Declaration } from "./declaration";
import { seedOrganization } from "./organizations";
import { seedKey, seedUser } from "./users";

export type { Target } from "./api";
export { type Declaration, readDeclaration } from "./declaration";

/** What was, or in a dry run would be, done with one thing. */
export interface Outcome {
  kind: "user" | "key" | "organization" | "member" | "collection" | "file" | "algorithm" | "secret" | "source" | "version";
  /** The thing's name, e.g. `data://ann/models/m.bin`. */
  name: string;
  action: "create" | "change" | "keep";
  /** What else is worth knowing, e.g. the version's number. */
  detail?: string;
}

/** What the steps work with. */
export interface Seeding {
  api: ReturnType<typeof createApi>;
  target: Target;
  /** Look and tell, write nothing. */
  dryRun: boolean;
  /** The key that acts for an account. */
  keyOf(owner: string): string;
  tell(outcome: Outcome): void;
}

/**
 * Brings a platform to hold what a declaration says, through its public API: looks at each thing, makes what is missing, changes what
 * differs, and never deletes anything that the declaration does not name. Done again, it finds everything as it is.
 *
 * @param tell hears of each thing, in order
 * @param dryRun only look
 * @throws Error with the request that was refused, the build that failed, or the account whose key is not known
 */
export async function seed(declaration: Declaration, target: Target, tell: Seeding["tell"], { dryRun = false } = {}): Promise<void> {
  const keys = keysFor(declaration, target);
  const api = createApi(target);
  const seeding: Seeding = { api, target, dryRun, tell, keyOf: (owner) => keys.get(owner.toLowerCase())! };
  try {
    for (const user of declaration.users) {
      await seedUser(user, seeding);
      if (user.key !== undefined) await seedKey(user.name, user.key, seeding);
    }
    for (const organization of declaration.organizations) await seedOrganization(organization, seeding);
    for (const collection of declaration.collections) await seedCollection(collection, seeding);
    for (const file of declaration.files) await seedFile(file, seeding);
    for (const algorithm of declaration.algorithms) await seedAlgorithm(algorithm, seeding);
  } finally {
    await api.close();
  }
}

/** Every owner needs a key that acts for it, an organization a member's; without one nothing is begun. */
function keysFor({ users, organizations, collections, files, algorithms }: Declaration, target: Target): Map<string, string> {
  if (users.length + organizations.length > 0 && target.adminKey === undefined)
    throw new Error("Users and organizations are made with the admin key. Set ALGORITHMIA_ADMIN_KEY to it, or use --data.");
  const keys = new Map(target.keys);
  for (const { name, key } of users) if (key !== undefined) keys.set(name.toLowerCase(), key);
  for (const { name, members } of organizations) {
    // A member acts for it with an ordinary key.
    const key = members.map((member) => keys.get(member.toLowerCase())).find((known) => known !== undefined);
    if (key !== undefined) keys.set(name.toLowerCase(), key);
  }
  const owners = new Set([...collections, ...files, ...algorithms].map(({ owner }) => owner));
  const keyless = [...owners].filter((owner) => !keys.has(owner.toLowerCase()));
  if (keyless.length > 0)
    throw new Error(
      `No key is known for ${keyless.join(", ")}. Declare the user with a key from the environment: users: [{ name: ${keyless[0]}, key: { env: SOME_VARIABLE } }].`,
    );
  return keys;
}
