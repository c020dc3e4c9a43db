import pLimit from "p-limit";
import type { Platform, StoredFile } from "../client";
import { defaultFileName, readContentName, stemOf } from "../model/file-name";
import { fileNameOf } from "../model/store-uri";
import { type Decision, decide } from "./decide";
import type { PinnedBytes } from "./pinned";
import { type Reader, rolledOutUris, searchSources } from "./reader";

/** A collection to look through, with the algorithms whose models are uploaded to it. */
export interface StoreScope {
  /** `data://owner/collection` */
  store: string;
  /** Templates of the file names. Default: the usual one. */
  fileNames?: readonly string[];
  /** Readers that roll out to it: only files under a name that their models had count as theirs. */
  owners: readonly Reader[];
  /** Paths or URIs of models that are, or are about to be, rolled out to it. */
  modelNames: readonly string[];
}

export interface SurveyOptions {
  stores: readonly StoreScope[];
  /** All algorithms that may name any of the files; the owners are among them. */
  readers: readonly Reader[];
  pins: readonly PinnedBytes[];
  /** URIs that serve right now, whatever else is known. */
  currentUris?: readonly string[];
  keepFiles: number;
  youngSeconds: number;
  now?: Date;
}

/** What may go from each store. */
export interface Survey {
  stores: ({ store: string } & Decision)[];
  /** Looks at all sources once more, right before a file is deleted. @returns why it is needed after all */
  neededNow(uri: string): Promise<string | undefined>;
}

/** So many algorithms are asked at once. */
const atOnce = 8;
const dayHours = 24;
export const defaultYoungSeconds = dayHours * 3600;

/** Finds out what each store holds, what needs it, and what may go. Reads only. */
export async function survey(options: SurveyOptions, platform: Platform): Promise<Survey> {
  const { stores, readers, pins, currentUris = [], keepFiles, youngSeconds, now = new Date() } = options;
  const listed = await Promise.all(stores.map(async (scope) => ({ ...scope, files: await platform.data.list(scope.store) })));
  const known = await Promise.all(listed.map(async (scope) => ({ ...scope, isContentNamed: await contentNaming(scope) })));
  const candidates = known.flatMap(({ files, isContentNamed }) => files.filter(({ name }) => isContentNamed(name) !== undefined));

  const sought = known.flatMap(({ files, isContentNamed }) =>
    files.flatMap(({ uri, name }) => {
      const digits = isContentNamed(name);
      return digits === undefined ? [] : [{ uri, digits }];
    }),
  );
  const searches = readers.map((reader) => searchSources(reader, sought, platform, youngSeconds));
  const limit = pLimit(atOnce);
  const bySources = async () => mergeFirst(await Promise.all(searches.map((search) => limit(() => search.needed()))));

  const needed = mergeFirst([new Map(currentUris.map((uri) => [uri, "serves now"])), byPins(candidates, pins), await bySources()]);
  return {
    stores: known.map(({ store, files, isContentNamed }) => ({
      store,
      ...decide({ files, isContentNamed: (name) => isContentNamed(name) !== undefined, needed, keepFiles, youngSeconds, now }),
    })),
    neededNow: async (uri) => (await bySources()).get(uri),
  };
}

/** @returns what gives the digits of a name that was made from a model's bytes, and undefined for any other */
async function contentNaming({ fileNames = [defaultFileName], owners, modelNames }: StoreScope) {
  const uris = (await Promise.all(owners.map(({ repository }) => rolledOutUris(repository)))).flat();
  const read = (name: string) => fileNames.map((template) => readContentName(template, name)).find((found) => found !== undefined);
  const stems = new Set([...uris, ...modelNames].flatMap((path) => [stemOf(path), read(fileNameOf(path))?.stem ?? []].flat()));
  return (name: string): string | undefined => {
    const found = read(name);
    return found && (found.stem === undefined || stems.has(found.stem)) ? found.digits : undefined;
  };
}

/** A pin names bytes by their hash; the digits in a file's name are the beginning of it. */
function byPins(files: readonly StoredFile[], pins: readonly PinnedBytes[]): Map<string, string> {
  return new Map(
    files.flatMap(({ uri, name }) => {
      const pin = pins.find((each) => each.uri === uri || name.includes(each.sha256.slice(0, leastDigits)));
      return pin ? [[uri, pin.because] as const] : [];
    }),
  );
}

/** A template has at least so many digits of the hash: see `validateTemplate`. */
const leastDigits = 8;

function mergeFirst(maps: readonly ReadonlyMap<string, string>[]): Map<string, string> {
  return new Map([...maps].reverse().flatMap((map) => [...map]));
}
