import { errors } from "../../errors";
import { type Candidate, inputToSet, listCandidates } from "./candidates";
import { findInManifest, repositoryPath } from "./manifest/find";
import { renewFreeze, rewriteManifest } from "./manifest/rewrite";
import { languageOf } from "./source/languages";
import { rewriteLiteral } from "./source/rewrite";
import { findInFile, searchSource } from "./source/search";
import type { NewModel, Reference, SourceFile, Wanted } from "./types";

export type { NewModel, Reference, ReferenceInput, SourceFile, Wanted } from "./types";

/**
 * Can a file of this path name the model? A JSON file, a freeze, or code in a language that is read here. The caller needs to
 * fetch only such files.
 *
 * @param path relative to the repository's root, with forward slashes
 * @example couldHoldReference("src/sentiment.py") // true
 */
export function couldHoldReference(path: string): boolean {
  return /\.(json|freeze)$/i.test(path) || languageOf(path) !== undefined;
}

/**
 * Finds the one place in an algorithm's source that names the model: an entry of an ADK manifest, the deployment action's manifest,
 * or exactly one string literal that names a file in the store with the model's name. Nothing is guessed.
 *
 * @param files files of one commit that could hold it
 * @param wanted the store, the names that count as the model's, and the user's `reference` input
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS (both list what was seen and the input to set), MANIFEST_INVALID
 * @example findReference(files, { algorithm: "acme/sentiment", store: "data://acme/sentiment", isModelFile: (name) => name === "model.pkl" })
 */
export function findReference(files: readonly SourceFile[], wanted: Wanted): Reference {
  const input = wanted.reference;
  if (input?.kind === "source") {
    const inFile = findInFile(files, wanted, { ...input, file: repositoryPath(input.file) });
    return inFile.found ?? notFound(wanted, [inFile.looked], inFile.candidates);
  }
  const manifest = findInManifest(files, wanted, input);
  if (manifest.found) return manifest.found;
  if (input) return notFound(wanted, [manifest.looked], manifest.candidates);
  const source = searchSource(files, wanted);
  return source.found ?? notFound(wanted, [manifest.looked, source.looked], [...manifest.candidates, ...source.candidates]);
}

/**
 * Names the new model in place of the old. Every byte but the reference stays. Applied twice it changes nothing more.
 *
 * @param files the very files that the reference was found in
 * @returns only the files that change; a freeze is not among them, see `renewFreezes`
 * @throws MANIFEST_INVALID, REFERENCE_UNWRITABLE, MODEL_MD5_UNKNOWN
 * @example rewriteReference(files, reference, { uri: "data://acme/sentiment/model-41d07a55c3f0.pkl", md5, sha256, sizeBytes })
 */
export function rewriteReference(files: readonly SourceFile[], reference: Reference, model: NewModel): SourceFile[] {
  return reference.kind === "manifest" ? rewriteManifest(files, reference, model) : rewriteLiteral(files, reference, model.uri);
}

/**
 * Makes the freezes of ADK manifests anew, once all models are named: a freeze holds the md5 of every file.
 *
 * @param files the source that names the models already
 * @param named every model that is rolled out, and where it is named
 * @param now goes into the freeze's timestamp
 * @returns only the freezes that change
 * @throws MANIFEST_INVALID, FREEZE_INCOMPLETE, MODEL_MD5_UNKNOWN
 */
export function renewFreezes(
  files: readonly SourceFile[],
  named: readonly { reference: Reference; model: NewModel }[],
  now: Date,
): SourceFile[] {
  const inManifests = named.flatMap(({ reference, model }) =>
    reference.kind === "manifest" && reference.style === "adk" ? [{ ...reference, model }] : [],
  );
  const freezes = new Map(inManifests.flatMap(({ path, freezePath }) => (freezePath === undefined ? [] : [[path, freezePath] as const])));
  return [...freezes].flatMap(([path, freezePath]) => {
    const models = new Map(inManifests.filter((each) => each.path === path).map(({ name, model }) => [name, model]));
    return renewFreeze(files, { path, freezePath }, models, now);
  });
}

/**
 * The files whose bytes depend on the clock: left out when two source trees are compared.
 * @example regeneratedPaths(reference) // ["model_manifest.json.freeze"]
 */
export function regeneratedPaths(reference: Reference): string[] {
  return reference.kind === "manifest" && reference.style === "adk" && reference.freezePath !== undefined ? [reference.freezePath] : [];
}

function notFound({ algorithm, store }: Wanted, looked: string[], candidates: Candidate[]): never {
  const seen = candidates.length > 0 ? `${looked.join(", ")}: ${listCandidates(candidates)}` : looked.join(", ");
  throw errors.REFERENCE_NOT_FOUND(algorithm, seen, inputToSet(candidates) ?? "", `${store}/<file>`);
}
