import { errors } from "../../../errors";
import { countText } from "../../../model/count-text";
import { type Candidate, inputToSet, judge, listCandidates } from "../candidates";
import { isInStore } from "../storage-uri";
import type { ReferenceInput, SourceFile, SourceReference, Wanted } from "../types";
import { afterAnchor, anchorFor } from "./anchor";
import { isTestFile, languageOf } from "./languages";
import { isBinary, type ScannedFile, type StorageLiteral, scanFile } from "./literals";

/** What a look at the code gave: the reference, or what was seen instead. */
export interface SourceSearch {
  found?: SourceReference;
  /** `3 source files with 1 storage URI` */
  looked: string;
  candidates: Candidate[];
}

/**
 * Looks for exactly one string literal, in all of the algorithm's code but its tests, that names a file in the store with the model's name.
 * @throws REFERENCE_AMBIGUOUS
 */
export function searchSource(files: readonly SourceFile[], wanted: Wanted): SourceSearch {
  const scanned = files.filter(({ path }) => languageOf(path) !== undefined && !isTestFile(path)).map(scanFile);
  const uris = scanned.reduce((sum, { literals }) => sum + literals.length, 0);
  const looked = `${countText(scanned.length, "source file")} with ${countText(uris, "storage URI")}`;
  const models = scanned.flatMap(({ literals }) => literals.filter((literal) => isModel(literal, wanted)));
  return choose(models, scanned, looked, wanted);
}

/**
 * Looks in the one file that the user named, tests and all. With an anchor the first storage URI after it on its line is the one,
 * whatever it names; without, the model's, or else the only one in the store.
 * @throws REFERENCE_AMBIGUOUS
 */
export function findInFile(files: readonly SourceFile[], wanted: Wanted, input: Extract<ReferenceInput, { kind: "source" }>): SourceSearch {
  const file = files.find(({ path }) => path === input.file);
  if (file === undefined) return { looked: absent(files, input.file), candidates: [] };
  if (languageOf(input.file) === undefined) return { looked: `${input.file} (its language is not read here)`, candidates: [] };
  const scanned = scanFile(file);
  if (isBinary(scanned.text)) return { looked: `${input.file} (binary, not source code)`, candidates: [] };
  const uris = countText(scanned.literals.length, "storage URI");
  if (input.anchor === undefined) return choose(inFile(scanned, wanted), [scanned], `${input.file} with ${uris}`, wanted);
  const looked = `${input.file} with ${uris}, after the anchor ${JSON.stringify(input.anchor)}`;
  return choose(afterAnchor(scanned, input.anchor), [scanned], looked, wanted);
}

/** Takes the only match, if it can be rewritten. One that cannot still makes a second match ambiguous. */
function choose(matches: StorageLiteral[], scanned: ScannedFile[], looked: string, wanted: Wanted): SourceSearch {
  if (matches.length > 1) {
    const tied = matches.map((match) => candidateOf(match, scanned, wanted));
    throw errors.REFERENCE_AMBIGUOUS(wanted.algorithm, listCandidates(tied), inputToSet(tied));
  }
  const [match] = matches;
  if (match && obstacleTo(match, wanted) === undefined) {
    const { path, uri, line, column } = match;
    return { found: { kind: "source", path, uri, line, column }, looked, candidates: [] };
  }
  return { looked, candidates: candidatesIn(scanned, wanted) };
}

function isModel({ place }: StorageLiteral, { store, isModelFile }: Wanted): boolean {
  return place.file !== "" && isInStore(place, store) && isModelFile(place.file);
}

/** Why a literal cannot be rewritten. `model-{}.pkl` is a template, unless a model is really called so. */
function obstacleTo({ obstacle, place }: StorageLiteral, { isModelFile }: Wanted): string | undefined {
  const template = /%[sdifr]|\{\w*\}/.test(place.file) && !isModelFile(place.file);
  return obstacle ?? (template ? "its file name is filled in at run time, so it cannot be rewritten" : undefined);
}

/** What the file's name alone selects. */
function inFile({ literals }: ScannedFile, wanted: Wanted): StorageLiteral[] {
  const models = literals.filter((literal) => isModel(literal, wanted));
  if (models.length > 0) return models;
  return literals.filter((literal) => obstacleTo(literal, wanted) === undefined && isInStore(literal.place, wanted.store));
}

/** Everything that might be meant, the likeliest first. */
function candidatesIn(scanned: ScannedFile[], wanted: Wanted): Candidate[] {
  const literals = scanned.flatMap((file) => file.literals.map((literal) => candidateOf(literal, scanned, wanted)));
  const mentions = scanned.flatMap(({ path, mentions }) =>
    mentions
      .filter(({ uri }) => uri.toLowerCase().startsWith(`${wanted.store.toLowerCase()}/`))
      .map(({ line, uri }) => ({ path, line, shown: uri, note: "inside a longer text", rank: 4 })),
  );
  return [...literals, ...mentions];
}

function candidateOf(found: StorageLiteral, scanned: ScannedFile[], wanted: Wanted): Candidate {
  const { path, line, uri, place } = found;
  const obstacle = obstacleTo(found, wanted);
  const judged = judge(place, wanted);
  if (obstacle !== undefined) return { path, line, shown: uri, note: obstacle, rank: judged.rank };
  return { path, line, shown: uri, ...judged, input: () => inputFor(found, scanned, wanted) };
}

/** The shortest input that selects exactly this literal. */
function inputFor(found: StorageLiteral, scanned: ScannedFile[], wanted: Wanted): string | undefined {
  const file = scanned.find(({ path }) => path === found.path);
  if (file === undefined) return undefined;
  const selected = inFile(file, wanted);
  const start = `{ kind: "source", file: ${JSON.stringify(found.path)}`;
  if (selected.length === 1 && selected[0] === found) return `${start} }`;
  const anchor = anchorFor(file, found);
  return anchor === undefined ? undefined : `${start}, anchor: ${JSON.stringify(anchor)} }`;
}

const listedFiles = 8;

function absent(files: readonly SourceFile[], path: string): string {
  const code = files.map((file) => file.path).filter((each) => languageOf(each) !== undefined && !isTestFile(each));
  if (code.length === 0) return `${path} (absent, as is any source code)`;
  const more = code.length > listedFiles ? ` and ${code.length - listedFiles} more` : "";
  return `${path} (absent; there are ${code.slice(0, listedFiles).join(", ")}${more})`;
}
