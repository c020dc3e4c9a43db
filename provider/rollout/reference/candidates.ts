import { isCallersFolder, isInStore, type StorageUri } from "./storage-uri";
import type { Wanted } from "./types";

/** A place that was looked at and not taken, as an error lists it. */
export interface Candidate {
  path: string;
  line: number;
  /** The text that stands there. */
  shown: string;
  /** Why it was not taken; none when nothing but the number of such places speaks against it. */
  note?: string;
  /** How likely it is the one: lower first. */
  rank: number;
  /** The input that selects it, when one does. Worked out only for those that are listed. */
  input?(): string | undefined;
}

/** What speaks against a place being the model's, and how likely it is all the same. */
export function judge(place: StorageUri | undefined, { store, isModelFile, algorithm }: Wanted): Pick<Candidate, "note" | "rank"> {
  const named = place !== undefined && isModelFile(place.file);
  if (place && isInStore(place, store)) return named ? { rank: 0 } : { note: "another file name", rank: 1 };
  if (place && isCallersFolder(place)) {
    const owner = algorithm.split("/")[0];
    return { note: `\`.my\` is the folder of whoever calls; write ${owner} instead`, rank: named ? 1 : 3 };
  }
  return { note: `not in ${store}`, rank: named ? 2 : 3 };
}

const listedAtMost = 8;
const shownCharacters = 120;

/** `src/a.py:4 "data://…" (another file name), … and 3 more` */
export function listCandidates(candidates: readonly Candidate[]): string {
  const listed = likeliest(candidates).map(({ path, line, shown, note }) => {
    const text = shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)}…` : shown;
    return `${path}:${line} ${JSON.stringify(text)}${note ? ` (${note})` : ""}`;
  });
  const more = candidates.length - listed.length;
  return more > 0 ? `${listed.join(", ")} and ${more} more` : listed.join(", ");
}

/** The input that selects the first candidate that can be selected. */
export function inputToSet(candidates: readonly Candidate[]): string | undefined {
  for (const { input } of likeliest(candidates)) {
    const selects = input?.();
    if (selects !== undefined) return selects;
  }
  return undefined;
}

const likeliest = (candidates: readonly Candidate[]): Candidate[] => [...candidates].sort((a, b) => a.rank - b.rank).slice(0, listedAtMost);
