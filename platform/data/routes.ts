import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { deleteThrough, getThrough, headThrough, putThrough, refuseFolderChange } from "../connectors/data";
import { ownerOf, readableCollection } from "./access";
import { createCollection, deleteCollection, list, setAcl } from "./collections";
import { deleteFile, getFile, headFile, putFile } from "./files";
import { describePath, readDataPath } from "./path";
import { isSpecial, specialFolders } from "./special";

/** GET: a file's bytes, or the listing of a folder. */
export async function getFileOrDirectory(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  if (path.kind === "connector") return getThrough(exchange, path);
  if (path.kind === "too deep") throw new ApiError("PATH_NOT_FOUND", path.text);
  return path.kind === "file" ? getFile(exchange, path) : list(exchange, path);
}

/** HEAD: whether a file or folder exists, and what it is. */
export async function verifyFileExistence(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  if (path.kind === "connector") return headThrough(exchange, path);
  const { services, caller, reply } = exchange;
  if (path.kind === "too deep") throw new ApiError("PATH_NOT_FOUND", path.text);
  if (path.kind === "file") return headFile(exchange, path);
  if (path.kind === "user" && isSpecial(path)) specialFolders(path, caller, services.store);
  else if (path.kind === "user") ownerOf(path, caller, services.store);
  if (path.kind === "collection") readableCollection(path, caller, services.store);
  return reply.header("x-data-type", "directory").type("application/json").send();
}

/** PUT: a file. */
export async function uploadFile(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  if (path.kind === "connector") return putThrough(exchange, path);
  if (path.kind === "file") return putFile(exchange, path);
  throw new ApiError(
    "PATH_INVALID",
    `${describePath(path)} is not a file address: hosted files are data://owner/collection/file, without sub-folders.`,
  );
}

/** POST: a new collection. */
export async function createDirectory(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  return path.kind === "connector" ? refuseFolderChange(path) : createCollection(exchange, path);
}

/** PATCH: who may read a collection. */
export async function updateDirectoryAcl(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  return path.kind === "connector" ? refuseFolderChange(path) : setAcl(exchange, path);
}

/** DELETE: a file or a collection. */
export async function deleteFileOrDirectory(exchange: Exchange) {
  const path = readDataPath(exchange.rawUrl);
  if (path.kind === "connector") return deleteThrough(exchange, path);
  if (path.kind === "file") return deleteFile(exchange, path);
  if (path.kind === "collection") return deleteCollection(exchange, path);
  if (path.kind === "too deep") throw new ApiError("PATH_NOT_FOUND", path.text);
  throw new ApiError("PATH_INVALID", `${describePath(path)} is an account's folder and cannot be deleted.`);
}
