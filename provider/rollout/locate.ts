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

/**
 * Finds where a source names the model. When it names a file that is not known as the model's, e.g. since somebody changed it
 * by hand, the place counts that named the model in our own newest version: found, not guessed.
 *
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID
 */
export async function locate(
  sources: readonly SourceFile[],
  wanted: Wanted,
  lineages: Lineages,
  repository: Repository,
): Promise<Reference> {
  try {
    return findReference(sources, wanted);
  } catch (error) {
    const [ours] = lineages;
    if (!(error instanceof AlgorithmiaError) || error.code !== "REFERENCE_NOT_FOUND" || wanted.reference || !ours) throw error;
    try {
      const { modelUri } = ours.lineage;
      const store = collectionOf(modelUri); // another one than is wanted, when the model moves
      const named = { ...wanted, store, isModelFile: (name: string) => name === fileNameOf(modelUri) };
      const before = findReference(await repository.files(ours.commit, couldHoldReference), named);
      return findReference(sources, { ...named, isModelFile: () => true, reference: placeOf(before) });
    } catch {
      throw error; // The first reason is the telling one.
    }
  }
}

/** The same place as an input would say it. */
function placeOf(reference: Reference): ReferenceInput {
  if (reference.kind === "source") return { kind: "source", file: reference.path };
  return { kind: "manifest", path: reference.path, ...(reference.style === "adk" ? { name: reference.name } : {}) };
}
