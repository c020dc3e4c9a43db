import { removeAlgorithm } from "../algorithms/remove";
import type { Services } from "../api/exchange";
import type { User } from "../store/users";

const collectionsAtOnce = 100;

/** Removes an account with everything that is its own: algorithms, collections and their files, keys. */
export async function removeAccount(services: Services, account: User): Promise<void> {
  const { store, blobs } = services;
  // Again until nothing is left: other requests may add something while the disk is being cleared.
  for (;;) {
    const algorithms = store.algorithms.ofOwner(account.id);
    const collections = store.collections.ofAccount(account, collectionsAtOnce);
    if (algorithms.length + collections.length === 0) break;
    for (const algorithm of algorithms) await removeAlgorithm(services, algorithm);
    for (const collection of collections) {
      // The record goes first: after a crash in between, the next start sweeps bytes that nothing names.
      store.collections.remove(collection);
      await blobs.removeCollection(collection.id);
    }
  }
  store.users.remove(account.id);
}
