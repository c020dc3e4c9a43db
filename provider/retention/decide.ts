import type { StoredFile } from "../client";

/** A file that stays, and why. */
export interface KeptFile {
  uri: string;
  sizeBytes: number;
  because: string;
}

/** What may go and what stays, each in the order of the listing. */
export interface Decision {
  remove: StoredFile[];
  keep: KeptFile[];
}

/** What a store holds, and what is known of who needs it. */
export interface Holding {
  files: readonly StoredFile[];
  /** Was this name made from a model's bytes, for this store's algorithms? Any other file is somebody's own. */
  isContentNamed(fileName: string): boolean;
  /** Why a file is needed, by its URI. */
  needed: ReadonlyMap<string, string>;
  /** So many of the newest that nothing needs stay all the same. */
  keepFiles: number;
  /** A younger file stays: a rollout may be between its upload and its commit. */
  youngSeconds: number;
  now: Date;
}

/** Decides, from what was found out alone, which files of a store may be deleted. Pure; when in doubt a file stays. */
export function decide({ files, isContentNamed, needed, keepFiles, youngSeconds, now }: Holding): Decision {
  const reasons = new Map<string, string>();
  for (const file of files) {
    const reason =
      needed.get(file.uri) ??
      (isContentNamed(file.name) ? undefined : "not named after its content by a rollout of this algorithm") ??
      (ageSeconds(file, now) < youngSeconds ? `younger than ${durationText(youngSeconds)}` : undefined);
    if (reason !== undefined) reasons.set(file.uri, reason);
  }
  const superseded = files.filter(({ uri }) => !reasons.has(uri));
  const newestFirst = [...superseded].sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
  for (const { uri } of newestFirst.slice(0, keepFiles)) reasons.set(uri, `among the newest ${keepFiles} that nothing needs`);
  return {
    remove: files.filter(({ uri }) => !reasons.has(uri)),
    keep: files.flatMap(({ uri, sizeBytes }) => {
      const because = reasons.get(uri);
      return because === undefined ? [] : [{ uri, sizeBytes, because }];
    }),
  };
}

/** How old a file is; one from the future is new. */
export function ageSeconds({ lastModified }: Pick<StoredFile, "lastModified">, now: Date): number {
  return Math.max(0, (now.getTime() - lastModified.getTime()) / 1000);
}

/** @example durationText(90_000) // "25 h" */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 72 * 3600 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
