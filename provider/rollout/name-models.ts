import type { Repository } from "../client";
import { AlgorithmiaError } from "../errors";
import { type Lineages, locate, type NamedWanted } from "./locate";
import { type Reference, rewriteReference, type SourceFile } from "./reference";

/** A model that the source shall name: where it is looked for, and what it is. */
export type ModelToName = Omit<NamedWanted, "algorithm"> & { uri: string; sha256: string; sizeBytes: number; md5?: string };

/** A source that names its models. */
export interface NamedSource {
  /** Where each model is named, in the models' order; lines are those of the given source. */
  references: Reference[];
  /** The files that change; none when all models are named already. */
  changes: SourceFile[];
}

/**
 * The source as it would be with each of these models named in it. One is looked for after the other, each on top of the
 * change before it, as two may stand in one file.
 *
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID and the other codes of `rewriteReference`
 */
export async function nameModels(
  algorithm: string,
  sources: readonly SourceFile[],
  models: readonly ModelToName[],
  lineages: Lineages,
  repository: Repository,
): Promise<NamedSource> {
  const references: Reference[] = [];
  const changed = new Map<string, SourceFile>();
  let current = sources;
  for (const model of models) {
    const reference = await locate(current, { ...model, algorithm }, lineages, repository);
    references.push(reference);
    const { uri, sha256, sizeBytes, md5 = "" } = model;
    for (const file of rewriteReference(current, reference, { uri, sha256, sizeBytes, md5 }, new Date())) changed.set(file.path, file);
    const isNew = (path: string) => !sources.some((source) => source.path === path);
    current = [...sources.map((source) => changed.get(source.path) ?? source), ...[...changed.values()].filter(({ path }) => isNew(path))];
  }
  return { references, changes: [...changed.values()] };
}

/** Does this source name exactly these models? Unclear is no. */
export async function namesModels(...[algorithm, sources, models, lineages, repository]: Parameters<typeof nameModels>): Promise<boolean> {
  try {
    return (await nameModels(algorithm, sources, models, lineages, repository)).changes.length === 0;
  } catch (error) {
    if (error instanceof AlgorithmiaError) return false; // What cannot be found or written is not there.
    throw error;
  }
}
