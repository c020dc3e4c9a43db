import type { Repository } from "../client";
import { contentTrace } from "../model/content-trace";
import { fileNameOf } from "../model/store-uri";
import { type FileLineage, lineageOf } from "../rollout/lineage";
import type { Lineages } from "../rollout/locate";
import { type Origin, originOf } from "../rollout/origin";
import { type Naming, sourcesAt, uriIn } from "../rollout/served";
import type { Ancestry } from "./ancestry";

/** A file as the commit that rolled it out tells of it; a file by hand has its address only. */
export type KnownFile = Pick<FileLineage, "name" | "uri"> & Partial<FileLineage>;

export interface FilesAt {
  files: KnownFile[];
  rolledOutBy?: string;
  origin?: Origin;
}

/** What is known of an algorithm's source besides the commit that is asked about. */
export interface Source {
  algorithm: string;
  /** How `model` is named, as far as that is known. */
  naming: Naming;
  lineages: Lineages;
  ancestry: Ancestry;
  repository: Repository;
}

/**
 * Finds which files the source of a commit names, and what is known of them. A commit by hand on top of a rollout tells nothing
 * itself: the nearest one below it counts that rolled out a file which its source names.
 */
export async function filesAt(commit: string, { algorithm, naming, lineages, ancestry, repository }: Source): Promise<FilesAt> {
  const rollouts = await rolloutsBelow(commit, ancestry);
  const uri = await uriIn(await sourcesAt(commit, repository), algorithm, naming, lineages, repository);
  const traces = [...new Set(rollouts.flatMap(({ files }) => files.map(traceOf)))];
  const written = new Set(await repository.textsIn(commit, traces));
  const isNamed = (file: FileLineage) => file.uri === uri || written.has(traceOf(file));

  // One clear place in the source is worth more than a name somewhere in its text, which may stand in a comment.
  const byPlace = rollouts.find(({ files }) => files.some((file) => file.uri === uri));
  const byHand = uri !== undefined && !byPlace ? [{ name: "", uri }] : [];
  const nearest = byPlace ?? rollouts.find(({ files }) => files.some((file) => isNamed(file) && (uri === undefined || file.name !== "")));
  if (!nearest) return { files: byHand };
  const files = nearest.files.filter((file) => isNamed(file) && (byHand.length === 0 || file.name !== ""));
  return { files: [...byHand, ...files], rolledOutBy: nearest.commit, origin: nearest.origin };
}

async function rolloutsBelow(commit: string, ancestry: Ancestry) {
  const rollouts: { commit: string; files: FileLineage[]; origin?: Origin }[] = [];
  for await (const { commit: id, message } of ancestry.walk(commit)) {
    const lineage = lineageOf(message);
    if (lineage) rollouts.push({ commit: id, files: lineage.files, origin: originOf(message) });
  }
  return rollouts;
}

const traceOf = ({ uri }: FileLineage) => contentTrace(fileNameOf(uri));
