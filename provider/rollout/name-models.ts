import type { Repository } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { type Lineages, locate, type NamedWanted } from "./locate";
import { type NewModel, type Reference, renewFreezes, rewriteReference, type SourceFile } from "./reference";

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
 * change before it, as two may stand in one file; a freeze is made once all are named.
 *
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, REFERENCE_TAKEN, MANIFEST_INVALID and the other codes of `rewriteReference` and `renewFreezes`
 */
export async function nameModels(
  algorithm: string,
  sources: readonly SourceFile[],
  models: readonly ModelToName[],
  lineages: Lineages,
  repository: Repository,
): Promise<NamedSource> {
  const named: Named[] = [];
  let current = sources;
  for (const { md5 = "", ...model } of models) {
    const reference = await locate(current, { ...model, algorithm }, lineages, repository);
    const other = named.find((earlier) => isSamePlace(earlier, reference));
    if (other) throw errors.REFERENCE_TAKEN(algorithm, `${labelOf(other.model)} and ${labelOf(model)}`, placeOf(reference));
    named.push({ reference, model: { ...model, md5 } });
    current = withChanges(current, rewriteReference(current, reference, { ...model, md5 }));
  }
  current = withChanges(current, renewFreezes(current, named, new Date()));
  return { references: named.map(({ reference }) => reference), changes: current.filter((file) => !sources.includes(file)) };
}

interface Named {
  reference: Reference;
  model: NewModel & { name: string };
}

/** A place that names an earlier model by now is not the later one's, though its stem may fit. */
function isSamePlace({ reference: earlier, model }: Named, later: Reference): boolean {
  if (earlier.path !== later.path) return false;
  if (earlier.kind === "manifest") return later.kind === "manifest" && nameIn(earlier) === nameIn(later);
  const [position, same] = [earlier, later].map((each) => "column" in each && `${each.line}:${each.column}`);
  return position === same && later.uri === model.uri;
}

const nameIn = (reference: Reference) => ("name" in reference ? reference.name : undefined);

/** `src/sentiment.py:4`, or `model_manifest.json (words)` */
const placeOf = (reference: Reference) =>
  "name" in reference ? `${reference.path} (${reference.name})` : `${reference.path}:${reference.line}`;

const labelOf = ({ name }: { name: string }) => (name === "" ? "model" : `models.${name}`);

/** Changed files in their place, new ones at the end. */
function withChanges(files: readonly SourceFile[], changes: readonly SourceFile[]): SourceFile[] {
  const changed = new Map(changes.map((change) => [change.path, change]));
  const isNew = ({ path }: SourceFile) => !files.some((file) => file.path === path);
  return [...files.map((file) => changed.get(file.path) ?? file), ...changes.filter(isNew)];
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
