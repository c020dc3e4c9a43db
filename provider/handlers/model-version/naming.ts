import { defaultFileName, matchesTemplate, stemOf } from "../../model/file-name";
import { collectionOf, fileNameOf } from "../../model/store-uri";

/** The collection that a model lies in: as given, else the stored file's own, else the algorithm's. */
export function storeOf({ store, stored, uri }: { store?: string; stored?: true; uri?: string }, algorithm: string): string {
  return store ?? (stored && uri ? collectionOf(uri) : `data://${algorithm}`);
}

interface Known {
  fileName?: string;
  uri: string;
  /** The local model's file name or path, whose stem counts; without one, that of the URI. */
  path?: string;
  /** URIs that the source is known to have named. */
  knownUris: readonly (string | undefined)[];
}

/** Which file names in the source stand for this model: its stem, an earlier rendering of the template, or a known one. */
export function isModelFile({ fileName = defaultFileName, uri: modelUri, path, knownUris }: Known): (name: string) => boolean {
  const known = new Set(knownUris.flatMap((uri) => (uri ? [fileNameOf(uri)] : [])));
  const stem = stemOf(path ?? fileNameOf(modelUri));
  return (name) => known.has(name) || matchesTemplate(fileName, name, stem);
}
