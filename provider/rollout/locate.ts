import type { PublishedVersion, Repository } from "../client";
import { AlgorithmiaError } from "../errors";
import { collectionOf, fileNameOf } from "../model/store-uri";
import { type Lineage, lineageOf } from "./lineage";
import { couldHoldReference, findReference, type Reference, type ReferenceInput, type SourceFile, type Wanted } from "./reference";
import { compareVersions } from "./versions";

/** The lineage of every published commit that has one, newest version first. */
export type Lineages = readonly { commit: string; lineage: Lineage }[];

export async function lineagesOf(versions: readonly PublishedVersion[], repository: Repository): Promise<Lineages> {
  const newestFirst = [...versions].sort((a, b) => compareVersions(b.version, a.version));
  const commits = [...new Set(newestFirst.map(({ commit }) => commit))];
  const messages = await repository.messages(commits);
  return commits.flatMap((commit) => {
    const lineage = lineageOf(messages.get(commit) ?? "");
    return lineage ? [{ commit, lineage }] : [];
  });
}

/** A model to look for: `name` is its key in `models`, or empty. */
export type NamedWanted = Wanted & { name: string };

/**
 * Finds where a source names a model. When that is not clear, e.g. since somebody changed the name by hand, the place counts
 * that named it in our own newest version: found, not guessed.
 *
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID
 */
export async function locate(
  sources: readonly SourceFile[],
  wanted: NamedWanted,
  lineages: Lineages,
  repository: Repository,
): Promise<Reference> {
  try {
    return inManifestByName(sources, wanted) ?? findReference(sources, labelled(wanted));
  } catch (error) {
    const unclear = error instanceof AlgorithmiaError && ["REFERENCE_NOT_FOUND", "REFERENCE_AMBIGUOUS"].includes(error.code);
    const ours = lineages.find(({ lineage }) => lineage.files.some(({ name }) => name === wanted.name));
    if (!unclear || !ours) throw error;
    try {
      return await locateAsBefore(sources, wanted, ours, repository);
    } catch {
      throw error; // The first reason is the telling one.
    }
  }
}

/** A key of `models` that an ADK manifest has as an entry's name means that entry. */
function inManifestByName(sources: readonly SourceFile[], wanted: NamedWanted): Reference | undefined {
  if (wanted.name === "" || wanted.reference) return undefined;
  try {
    return findReference(sources, { ...wanted, reference: { kind: "manifest", name: wanted.name } });
  } catch (error) {
    if (error instanceof AlgorithmiaError) return undefined; // Then it is looked for by its file's name, which has its own reasons.
    throw error;
  }
}

/** By the name that our newest version gave it, or else, where the user says no place, at the one where it stood there. */
async function locateAsBefore(
  sources: readonly SourceFile[],
  wanted: NamedWanted,
  { commit, lineage }: Lineages[number],
  repository: Repository,
): Promise<Reference> {
  const { uri = "" } = lineage.files.find(({ name }) => name === wanted.name) ?? {};
  const store = collectionOf(uri); // another one than is wanted, when the model moves
  const exactly = { ...wanted, store, isModelFile: (name: string) => name === fileNameOf(uri) };
  try {
    return findReference(sources, exactly);
  } catch (error) {
    if (!(error instanceof AlgorithmiaError) || wanted.reference) throw error;
    const before = findReference(await repository.files(commit, couldHoldReference), exactly);
    return findReference(sources, { ...exactly, isModelFile: () => true, reference: placeOf(before) });
  }
}

/** The same place as an input would say it. */
function placeOf(reference: Reference): ReferenceInput {
  if (reference.kind === "source") return { kind: "source", file: reference.path };
  return { kind: "manifest", path: reference.path, ...(reference.style === "adk" ? { name: reference.name } : {}) };
}

/** Messages say which of several models they are about. */
function labelled(wanted: NamedWanted): Wanted {
  return wanted.name === "" ? wanted : { ...wanted, algorithm: `${wanted.algorithm} (models.${wanted.name})` };
}
