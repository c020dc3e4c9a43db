import { readFileSync } from "node:fs";
import type { Store } from "./index";
import { newKeyText } from "./keys";
import { allPermissions } from "./permissions";
import type { User } from "./users";
import { writeWhole } from "./write-whole";

/** What the platform prints at its start. */
export interface Credentials {
  owner: User;
  apiKey: string;
  adminKey: string;
}

/** The keys as they are kept, the accounts' by name in the order they were made. */
export interface KeptCredentials {
  adminKey?: string;
  apiKeys: Record<string, string>;
}

/**
 * Gives the owner an account and a default key, and the platform an admin key, the same at every start of a data folder.
 * The database holds only hashes, so the texts lie beside it in a file that only its owner can read.
 */
export function establishCredentials(file: string, store: Store, ownerName: string, adminKey?: string): Credentials {
  const kept = readCredentials(file);
  if (store.organizations.byName(ownerName))
    throw new Error(`The owner '${ownerName}' is an organization of this data folder. Name a user.`);
  const owner = store.users.byName(ownerName) ?? store.users.create(ownerName);
  const known = kept.apiKeys[owner.name];
  const apiKey = known ?? newKeyText();
  const admin = adminKey ?? kept.adminKey ?? newKeyText();
  const next = { adminKey: admin, apiKeys: { ...kept.apiKeys, [owner.name]: apiKey } };
  if (JSON.stringify(next) !== JSON.stringify(kept)) writeWhole(file, JSON.stringify(next, null, 2));
  if (!store.keys.byText(apiKey)) store.keys.create(owner, "default-key", allPermissions, { text: apiKey });
  return { owner, apiKey, adminKey: admin };
}

/** Reads the kept keys; none where there is no file. */
export function readCredentials(file: string): KeptCredentials {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { apiKeys: {} };
    throw error;
  }
  try {
    const value = JSON.parse(text) as KeptCredentials;
    if (typeof value.apiKeys === "object" && value.apiKeys !== null) return value;
  } catch {
    // Falls through to the one message below.
  }
  throw new Error(`${file} is damaged: it should hold {"adminKey", "apiKeys"}. Remove it to get new keys.`);
}
