import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Store } from "../store";
import type { Collection } from "../store/collections";
import type { User } from "../store/users";
import { type DataPath, describePath } from "./path";

/** The read lists that exist: public, the owner's algorithms, the owner only (reference/algorithmia-api.md §2.4). */
export const readLists = { public: ["user://*"], myAlgorithms: ["algo://.my/*"], private: [] as string[] };

/** The account a path names; `.my` is the caller. */
export function ownerOf(path: DataPath & { alias: string }, caller: Caller, store: Store): User {
  const owner = path.alias === ".my" ? caller.user : store.users.byName(path.alias);
  if (!owner) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return owner;
}

/** The collection a path names, if the caller may read it. */
export function readableCollection(path: DataPath & { alias: string; collection: string }, caller: Caller, store: Store): Collection {
  const collection = store.collections.find(ownerOf(path, caller, store), path.collection);
  if (!collection) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  if (!mayRead(collection, caller)) throw new ApiError("DATA_NOT_READABLE", describePath(path));
  return collection;
}

/** The collection a path names, if it is the caller's own. */
export function ownCollection(path: DataPath & { alias: string; collection: string }, caller: Caller, store: Store): Collection {
  const owner = ownerOf(path, caller, store);
  if (!owns(caller, owner.id)) throw new ApiError("DATA_NOT_WRITABLE", describePath(path));
  const collection = store.collections.find(owner, path.collection);
  if (!collection) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return collection;
}

/** True when the collection's read list lets the caller in. Algorithms run as their owner, so its own collections are open to them. */
export function mayRead(collection: Collection, caller: Caller): boolean {
  return owns(caller, collection.userId) || collection.readAcl.includes("user://*");
}
