import pLimit from "p-limit";
import type { Platform } from "../client";
import type { Pins } from "../pins/parse-pins";
import { pinnedIn } from "./pinned";
import type { Reader } from "./reader";
import { type SkippedStore, scopesOf } from "./scopes";
import { type Survey, survey } from "./survey";

export interface CollectOptions {
  keepFiles: number;
  youngSeconds: number;
  /** Look through collections too that are not an algorithm's own. */
  shared: boolean;
}

/** So many sources are cloned at once. */
const atOnce = 8;

/** Surveys the stores of all pinned algorithms, every one of which counts for every store, and keeps their sources for as long as `use` runs. */
export async function withSurvey<Result>(
  pinFiles: readonly Pins[],
  { shared, ...options }: CollectOptions,
  platform: Platform,
  use: (found: Survey, skipped: readonly SkippedStore[]) => Promise<Result>,
): Promise<Result> {
  const algorithms = [...new Set(pinFiles.flatMap((pins) => Object.keys(pins.algorithms)))];
  const { stores, skipped } = scopesOf(pinFiles, shared);
  const readers: Reader[] = [];
  try {
    await openAll(algorithms, platform, readers);
    const readersOf = (names: readonly string[]) => readers.filter(({ algorithm }) => names.includes(algorithm));
    // What cannot be asked may be in use: the stores of an algorithm that is not there, or not visible, are left alone.
    const missing = (names: readonly string[]) => names.find((name) => !readers.some(({ algorithm }) => algorithm === name));
    const whole = stores.filter((scope) => missing(scope.algorithms) === undefined);
    const unclear = stores.flatMap(({ store, algorithms: owners }) => {
      const absent = missing(owners);
      return absent ? [{ store, because: `there is no algorithm ${absent} to ask what it needs` }] : [];
    });
    const scopes = whole.map((scope) => ({ ...scope, owners: readersOf(scope.algorithms) }));
    const found = await survey({ stores: scopes, readers, pins: pinFiles.flatMap(pinnedIn), ...options }, platform);
    return await use(found, [...skipped, ...unclear]);
  } finally {
    await Promise.all(readers.map(({ repository }) => repository.close()));
  }
}

async function openAll(algorithms: readonly string[], platform: Platform, readers: Reader[]): Promise<void> {
  const limit = pLimit(atOnce);
  const opened = algorithms.map((algorithm) =>
    limit(async () => {
      if (await platform.algorithms.get(algorithm)) readers.push({ algorithm, repository: await platform.openRepository(algorithm) });
    }),
  );
  // All come to an end before the first fault is told, or a late clone would be left behind.
  const fault = (await Promise.allSettled(opened)).find((outcome) => outcome.status === "rejected");
  if (fault) throw fault.reason;
}
