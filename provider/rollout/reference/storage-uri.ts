import { splitVersion } from "../../model/object-version";

/** A place in storage. `file` is empty where the text names a folder; it is without the object's version. */
export interface StorageUri {
  /** `data://`, `s3+label://`, … */
  root: string;
  /** Without slashes at its ends: `acme/sentiment`. */
  folder: string;
  file: string;
}

const storageRoot = /^(?:data|(?:s3|azureblob|gs|dropbox)(?:\+[a-zA-Z0-9]+)?):\/\//;

/** Reads `data://owner/collection/file` and its likes; undefined for any other text. */
export function parseStorageUri(text: string): StorageUri | undefined {
  const root = storageRoot.exec(text)?.[0];
  if (root === undefined) return undefined;
  // The official clients take `data:///owner/…` too.
  const segments = splitVersion(text).uri.slice(root.length).replace(/^\/+/, "").split("/");
  // Hosted data is exactly owner/collection/file: with fewer parts the last one is no file (reference §2.2).
  const file = root === "data://" && segments.length < 3 ? "" : (segments.pop() ?? "");
  return { root, folder: segments.join("/").replace(/\/+$/, ""), file };
}

/** Does this place lie directly in the store? Names of owners and collections are compared without regard to case. */
export function isInStore(uri: StorageUri, store: string): boolean {
  if (!store.startsWith(uri.root)) return false;
  const folder = store.slice(uri.root.length);
  return uri.root === "data://" ? folder.toLowerCase() === uri.folder.toLowerCase() : folder === uri.folder;
}

/** `data://.my/…`: the folder of whoever calls, which inside an algorithm is not its owner. */
export function isCallersFolder(uri: StorageUri): boolean {
  return uri.root === "data://" && /^\.my(\/|$)/.test(uri.folder);
}
