import { isHosted, splitVersion } from "../model/object-version";

/**
 * Where the platform serves a file or folder, in hosted data or behind a data connector.
 * @example dataPath("data://acme/sentiment/a b.pkl") // "/v1/data/acme/sentiment/a%20b.pkl"
 * @example dataPath("s3+prod://models/a.pkl?versionId=x") // "/v1/connector/s3+prod/models/a.pkl?versionId=x"
 */
export function dataPath(uri: string): string {
  const { uri: plain, versionId } = splitVersion(uri);
  const { scheme, path } = partsOf(plain);
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  if (isHosted(uri)) return `/v1/data/${encoded}`;
  return `/v1/connector/${scheme}/${encoded}${versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`}`;
}

/** Where the platform lists a collection or folder. Behind a connector an object may have the folder's very name. */
export function folderPath(store: string): string {
  const path = dataPath(store);
  return isHosted(store) || path.endsWith("/") ? path : `${path}/`;
}

/** `data://acme/sentiment` → `["acme", "sentiment"]` */
export function hostedParts(uri: string): string[] {
  return partsOf(uri).path.split("/");
}

/** The connector that a URI goes through: `s3+prod://models/a.pkl` → `s3+prod`. */
export function connectorOf(uri: string): string {
  return partsOf(uri).scheme;
}

function partsOf(uri: string): { scheme: string; path: string } {
  const at = uri.indexOf("://");
  return { scheme: uri.slice(0, at), path: uri.slice(at + "://".length) };
}
