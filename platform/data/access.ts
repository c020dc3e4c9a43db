import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Store } from "../store";
import type { Collection } from "../store/collections";
import type { User } from "../store/users";
import { type DataPath, describePath } from "./path";
import { isSpecial, type Purpose, specialCollection } from "./special";

/** The read lists that exist: public, the owner's algorithms, the owner only (reference/algorithmia-api.md §2.4). */
export const readLists = { public: ["user://*"], myAlgorithms: ["algo://.my/*"], private: [] as string[] };

/** The account a path names; `.my` is the caller. */
export function ownerOf(path: DataPath & { alias: string }, caller: Caller, store: Store): User {
  const owner = path.alias === ".my" ? caller.user : store.users.byName(path.alias);
  if (!owner) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return owner;
}

type CollectionPath = DataPath & { alias: string; collection: string };

/** The collection a path names, if the caller may read it. */
export function readableCollection(path: CollectionPath, caller: Caller, store: Store): Collection {
  if (isSpecial(path)) return specialCollection(path, caller, store, "read");
  const collection = store.collections.find(ownerOf(path, caller, store), path.collection);
  if (!collection) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  if (!mayRead(collection, caller)) throw new ApiError("DATA_NOT_READABLE", describePath(path));
  return collection;
}

/** The collection a path names, if it is the caller's own and may be changed so. */
export function ownCollection(path: CollectionPath, caller: Caller, store: Store, purpose: Purpose): Collection {
  if (isSpecial(path)) return specialCollection(path, caller, store, purpose);
  const owner = ownerOf(path, caller, store);
  if (!mayWrite(owner.id, caller)) throw new ApiError("DATA_NOT_WRITABLE", describePath(path));
  const collection = store.collections.find(owner, path.collection);
  if (!collection) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return collection;
}

/**
 * True when the collection's read list lets the caller in, or it is the caller's own. A running algorithm reads besides what its owner's algorithms may read,
 * whoever calls it and whatever the caller's key may do (reference/algorithmia-api.md §2.4).
 */
export function mayRead({ userId, readAcl }: Collection, caller: Caller): boolean {
  const { permissions, running } = caller;
  if (readAcl.includes("user://*")) return true;
  if (running?.algorithm.owner.id === userId && readAcl.includes("algo://.my/*")) return true;
  return owns(caller, userId) && permissions.allow_data;
}

/** True when the caller may write an account's collections: its own, with a key that writes data. */
export function mayWrite(accountId: string, caller: Caller): boolean {
  return owns(caller, accountId) && caller.permissions.allow_data && caller.permissions.allow_data_write;
}
