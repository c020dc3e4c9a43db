import { defaultFileName } from "../model/file-name";
import { parseStore, takeFileApart } from "../model/store-uri";
import type { PinnedFile, Pins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import { isOwnStore } from "./own-store";

/** A collection that pinned algorithms upload to. */
export interface PinnedStore {
  store: string;
  /** The algorithms, `owner/name`. */
  algorithms: string[];
  /** Templates of the file names. */
  fileNames: string[];
  /** Paths and URIs of the pinned models. */
  modelNames: string[];
}

/** A place that is not looked through, and why. */
export interface SkippedStore {
  store: string;
  because: string;
}

/**
 * The collections to look through: each pinned algorithm's own one, and with `shared` those that its pin names besides. Pure.
 * @param shared Every algorithm that reads a shared collection is pinned in these files: the caller's word for it.
 */
export function scopesOf(pinFiles: readonly Pins[], shared: boolean): { stores: PinnedStore[]; skipped: SkippedStore[] } {
  const stores = new Map<string, PinnedStore>();
  const skipped = new Map<string, SkippedStore>();
  for (const [algorithm, pin] of pinFiles.flatMap(({ algorithms }) => Object.entries(algorithms))) {
    for (const { file } of pinnedFiles(pin)) {
      for (const store of new Set([`data://${algorithm}`, storeOf(algorithm, file)])) {
        const because = reasonToSkip(algorithm, store, shared);
        if (because) skipped.set(store, { store, because });
        else add(stores, store, algorithm, file);
      }
    }
  }
  return { stores: [...stores.values()], skipped: [...skipped.values()].filter(({ store }) => !stores.has(store)) };
}

function reasonToSkip(algorithm: string, store: string, shared: boolean): string | undefined {
  if (isOwnStore(algorithm, store) || shared) return undefined;
  return `not ${algorithm}'s own: other algorithms may read it; --shared looks through it when all of them are pinned in the files given`;
}

function add(
  stores: Map<string, PinnedStore>,
  store: string,
  algorithm: string,
  { fileName = defaultFileName, model, uri }: PinnedFile,
): void {
  const scope = stores.get(store) ?? { store, algorithms: [], fileNames: [], modelNames: [] };
  stores.set(store, {
    store,
    algorithms: [...new Set([...scope.algorithms, algorithm])],
    fileNames: [...new Set([...scope.fileNames, fileName])],
    modelNames: [...new Set([...scope.modelNames, model ?? uri ?? ""])],
  });
}

/** Where a pinned model's files lie, as a rollout reads it. */
function storeOf(algorithm: string, { store, uri }: PinnedFile): string {
  if (store !== undefined) return parseStore(store);
  const file = uri === undefined ? undefined : takeFileApart(uri);
  return file?.kind === "file" ? file.store : `data://${algorithm}`;
}
