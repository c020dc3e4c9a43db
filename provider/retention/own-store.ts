import { isHosted } from "../model/object-version";

/**
 * Is this a place that an algorithm's models alone go to, so that others have no reason to read there? The collection that is its
 * default, and behind a data connector a folder that ends with its `owner/name`.
 * @example isOwnStore("acme/sentiment", "s3+prod://models/acme/sentiment") // true
 */
export function isOwnStore(algorithm: string, store: string): boolean {
  const [, path = ""] = store.split("://");
  return isHosted(store) ? path.toLowerCase() === algorithm.toLowerCase() : `/${path}`.endsWith(`/${algorithm}`);
}
