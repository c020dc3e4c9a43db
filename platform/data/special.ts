import { isPublic } from "../algorithms/select";
import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Collection } from "../store/collections";
import type { SpecialPlace } from "../store/special-collections";
import { type DataPath, describePath } from "./path";

/** What is to be done with a collection. */
export type Purpose = "read" | "write" | "delete";

type FolderPath = DataPath & { kind: "user" };
type CollectionPath = DataPath & { alias: string; collection: string };

/** True for addresses below `data://.session` and `data://.algo`. */
export function isSpecial({ alias }: { alias: string }): boolean {
  return alias === ".session" || alias === ".algo" || alias.startsWith(".algo/");
}

/**
 * The collection of the caller's session, or that of an algorithm for the caller (reference/algorithmia-api.md §2.2). It is always there, and stored with its first file.
 *
 * @throws ApiError NO_SESSION, ALGORITHM_DATA_OUTSIDE where no call runs; PATH_NOT_FOUND; DATA_NOT_READABLE, DATA_NOT_WRITABLE
 */
export function specialCollection(path: CollectionPath, caller: Caller, store: Store, purpose: Purpose): Collection {
  return path.alias === ".session" ? ofSession(caller, store, purpose) : ofAlgorithm(path, caller, store, purpose);
}

/** The folders in `data://.algo` and below it. Inside an algorithm `data://.algo` itself is that algorithm's. */
export function specialFolders(path: FolderPath, caller: Caller, store: Store): string[] {
  const [, owner, name] = path.alias.split("/");
  if (name !== undefined || (owner === undefined && caller.running)) {
    requireRight(algorithmOf(path, caller, store), path, caller, "read");
    return ["perm", "temp"];
  }
  if (!caller.user || !caller.permissions.allow_data) throw new ApiError("DATA_NOT_READABLE", describePath(path));
  const all = store.specialCollections.algorithmsOf(caller.user.id);
  if (owner === undefined) return [...new Set(all.map((algorithm) => algorithm.owner))];
  const names = all.filter((algorithm) => algorithm.owner.toLowerCase() === owner.toLowerCase()).map((algorithm) => algorithm.name);
  if (names.length === 0) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return names;
}

function ofSession({ running, user }: Caller, { specialCollections }: Store, purpose: Purpose): Collection {
  const session = running?.call?.session;
  if (!session || session.ended || !user) throw new ApiError("NO_SESSION");
  const place: SpecialPlace = { kind: "session", userId: user.id, sessionId: session.id };
  if (purpose !== "write") return specialCollections.find(place) ?? empty(user.id);
  const collection = specialCollections.obtain(place);
  session.collectionId = collection.id;
  return collection;
}

function ofAlgorithm(path: CollectionPath, caller: Caller, store: Store, purpose: Purpose): Collection {
  const { user } = caller;
  const kind = path.collection;
  const algorithm = algorithmOf(path, caller, store);
  if (!user || (kind !== "temp" && kind !== "perm")) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  requireRight(algorithm, path, caller, purpose);
  const place: SpecialPlace = { kind, userId: user.id, algorithmId: algorithm.id };
  if (purpose === "write") return store.specialCollections.obtain(place);
  return store.specialCollections.find(place) ?? empty(user.id);
}

function algorithmOf(path: FolderPath | CollectionPath, caller: Caller, store: Store): Algorithm {
  const [, owner, name] = path.alias.split("/");
  if (owner === undefined || name === undefined) {
    if (!caller.running) throw new ApiError("ALGORITHM_DATA_OUTSIDE");
    return caller.running.algorithm;
  }
  const algorithm = store.algorithms.find(owner, name);
  if (!algorithm || !isKnown(algorithm, caller, store)) throw new ApiError("PATH_NOT_FOUND", describePath(path));
  return algorithm;
}

/** What a caller may not call does not exist for them, unless it has worked for them before. */
function isKnown(algorithm: Algorithm, caller: Caller, store: Store): boolean {
  if (isInside(algorithm, caller) || owns(caller, algorithm.owner.id)) return true;
  if (store.versions.list(algorithm.id).some(isPublic)) return true;
  const has = (kind: "temp" | "perm") =>
    caller.user && store.specialCollections.find({ kind, userId: caller.user.id, algorithmId: algorithm.id });
  return has("temp") !== undefined || has("perm") !== undefined;
}

/** The algorithm itself reads and writes there whatever its caller's key may do; all others read and delete, as with the user's own data. */
function requireRight(algorithm: Algorithm, path: FolderPath | CollectionPath, caller: Caller, purpose: Purpose): void {
  const { allow_data, allow_data_write } = caller.permissions;
  const inside = isInside(algorithm, caller);
  if (purpose === "read" && !inside && !allow_data) throw new ApiError("DATA_NOT_READABLE", describePath(path));
  if (purpose === "delete" && !inside && !(allow_data && allow_data_write)) throw new ApiError("DATA_NOT_WRITABLE", describePath(path));
  if (purpose === "write" && !inside) throw new ApiError("ALGORITHM_DATA_NOT_WRITABLE", describePath(path));
}

function isInside(algorithm: Algorithm, { running }: Caller): boolean {
  return running?.algorithm.id === algorithm.id;
}

/** One that has had no file yet. Its id is a name that no folder has. */
function empty(userId: string): Collection {
  return { id: "none", userId, name: "", readAcl: [] };
}
