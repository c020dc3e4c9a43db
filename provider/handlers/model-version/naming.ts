import { defaultFileName, matchesTemplate, stemOf } from "../../model/file-name";
import { collectionOf, fileNameOf } from "../../model/store-uri";
import type { Inputs } from "./inputs";

/** The collection that the model lies in: as given, else the stored file's own, else the algorithm's. */
export function storeOf({ store, stored, modelUri, algorithm }: Pick<Inputs, "store" | "stored" | "modelUri" | "algorithm">): string {
  return store ?? (stored ? collectionOf(modelUri) : `data://${algorithm}`);
}

interface Known {
  fileName?: string;
  modelUri: string;
  /** The local file whose stem counts; without one, that of the URI. */
  path?: string;
  /** URIs that the source is known to have named. */
  knownUris: readonly (string | undefined)[];
}

/** Which file names in the source stand for this model: its stem, an earlier rendering of the template, or a known one. */
export function isModelFile({ fileName = defaultFileName, modelUri, path, knownUris }: Known): (name: string) => boolean {
  const known = new Set(knownUris.flatMap((uri) => (uri ? [fileNameOf(uri)] : [])));
  const stem = stemOf(path ?? fileNameOf(modelUri));
  return (name) => known.has(name) || matchesTemplate(fileName, name, stem);
}
