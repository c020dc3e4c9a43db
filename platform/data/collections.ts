import { contentType, jsonBody, parseJson, textBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { markerOf, readMarker } from "../api/pages/marker";
import { schemas } from "../api/schemas";
import { mayRead, mayWrite, ownCollection, ownerOf, readableCollection, readLists } from "./access";
import { type DataPath, describePath } from "./path";
import { isSpecial, specialFolders } from "./special";

const entriesPerPage = 1000;

/** Creates a collection below an account's folder. */
export async function createCollection({ services, caller, request }: Exchange, path: DataPath) {
  if (path.kind !== "root" && path.kind !== "too deep" && isSpecial(path))
    throw new ApiError("PATH_INVALID", "The collections of data://.session and data://.algo are there by themselves.");
  if (path.kind !== "user")
    throw new ApiError("PATH_INVALID", "A collection is created by POST to its owner's folder, for example /v1/data/.my.");
  const { name, acl } = await requested(request);
  const owner = ownerOf(path, caller, services.store);
  const address = `data://${path.alias}/${name}`;
  if (!mayWrite(owner.id, caller)) throw new ApiError("DATA_NOT_WRITABLE", address);
  if (!/^[a-zA-Z][a-zA-Z0-9_]{0,29}$/.test(name)) {
    throw new ApiError("PATH_INVALID", `'${name}' is not a collection name: a letter, then letters, digits and _, at most 30 characters.`);
  }
  if (services.store.collections.find(owner, name)) throw new ApiError("COLLECTION_EXISTS", address);
  services.store.collections.create(owner, name, acl?.read ?? readLists.myAlgorithms);
  return { result: address };
}

/** Changes who may read a collection. Answers with an empty body. */
export async function setAcl({ services, caller, request, reply }: Exchange, path: DataPath) {
  if (path.kind !== "collection" || isSpecial(path)) throw new ApiError("PATH_INVALID", "Only a hosted collection has an ACL.");
  const collection = ownCollection(path, caller, services.store, "write");
  const { acl } = schemas().aclChange(await jsonBody(request));
  services.store.collections.setReadAcl(collection, acl.read);
  return reply.type("application/json").send("");
}

/** Deletes a collection; one with files only when forced. */
export async function deleteCollection({ services, caller, query }: Exchange, path: DataPath & { kind: "collection" }) {
  const collection = ownCollection(path, caller, services.store, "delete");
  const files = services.store.files.count(collection);
  if (files > 0 && query.force?.toLowerCase() !== "true") throw new ApiError("COLLECTION_NOT_EMPTY", describePath(path));
  services.store.collections.remove(collection);
  await services.blobs.removeCollection(collection.id);
  // An empty collection counts as one deleted entry; a client compares the text.
  return { result: { deleted: Math.max(1, files) } };
}

/** Lists the caller's account and its organizations, an account's collections, or a collection's files, a page at a time. */
export function list(exchange: Exchange, path: DataPath & { kind: "root" | "user" | "collection" }) {
  exchange.reply.header("x-data-type", "directory");
  if (path.kind === "root") return { folders: accountsOf(exchange).map((name) => ({ name })) };
  return path.kind === "user" ? listCollections(exchange, path) : listFiles(exchange, path);
}

/** The caller's own account comes first: a client takes it for the user's name. */
function accountsOf({ services, caller: { user } }: Exchange): string[] {
  return user ? [user.name, ...services.store.organizations.namesOfMember(user)] : [];
}

function listCollections({ services, caller, query }: Exchange, path: DataPath & { kind: "user" }) {
  if (isSpecial(path)) return foldersOf(specialFolders(path, caller, services.store));
  const owner = ownerOf(path, caller, services.store);
  const found = services.store.collections.list(owner, readMarker(query.marker), entriesPerPage + 1);
  const page = found.slice(0, entriesPerPage);
  const folders = page.filter((collection) => mayRead(collection, caller)).map(({ name }) => name);
  return { ...foldersOf(folders), ...nextMarker(found, page) };
}

function listFiles({ services, caller, query }: Exchange, path: DataPath & { kind: "collection" }) {
  const collection = readableCollection(path, caller, services.store);
  const found = services.store.files.list(collection, readMarker(query.marker), entriesPerPage + 1);
  const page = found.slice(0, entriesPerPage);
  const files = page.map(({ name, modifiedAt, sizeBytes }) => ({ filename: name, last_modified: modifiedAt, size: sizeBytes }));
  return {
    ...(files.length > 0 && { files }),
    ...nextMarker(found, page),
    ...(query.acl?.toLowerCase() === "true" && !isSpecial(path) && { acl: { read: collection.readAcl } }),
  };
}

function foldersOf(names: string[]) {
  return names.length > 0 ? { folders: names.map((name) => ({ name })) } : {};
}

/** One client sends the bare name as text instead of JSON. */
async function requested(request: Exchange["request"]) {
  if (!contentType(request).startsWith("text/plain")) return schemas().newCollection(await jsonBody(request));
  const text = (await textBody(request)).trim();
  return text.startsWith("{") ? schemas().newCollection(parseJson(text)) : { name: text, acl: undefined };
}

function nextMarker(found: { name: string }[], page: { name: string }[]) {
  const last = page.at(-1);
  return found.length > page.length && last ? { marker: markerOf(last.name) } : {};
}
