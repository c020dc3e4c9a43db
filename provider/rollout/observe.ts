import type { Build, FileStat, Platform, PublishedVersion, Repository } from "../client";
import { errors } from "../errors";
import { collectionOf } from "../model/store-uri";
import type { Desired } from "./desired";
import type { IdentifiedFile } from "./identify";
import { type Lineages, lineagesOf } from "./locate";
import { nameModels } from "./name-models";
import { couldHoldReference, type Reference, regeneratedPaths, type SourceFile } from "./reference";
import { newestOf } from "./versions";

/** One file to serve, and what is true of it now. */
export interface ObservedFile extends IdentifiedFile {
  /** The file at `uri`, which is the one that was asked for, or the name that a published version serves the same bytes under. */
  inStore: "absent" | "same" | "other";
  /** What lies there that is not those bytes. */
  inTheWay?: FileStat;
  /** Where the source names it. */
  named: Reference;
}

/** What is true on the platform before a rollout acts. */
export interface Observed {
  files: ObservedFile[];
  versions: PublishedVersion[];
  head: string;
  /** The head's files that could name a model. */
  sources: readonly SourceFile[];
  /** The files that the head lacks; none when it names the models already. */
  changes: SourceFile[];
  /** The source as it shall be: head with those changes. */
  tree: string;
  /** Published versions of exactly that source. */
  sameSource: PublishedVersion[];
  /** The newest version that served these very bytes from another source, the files in which that source differs, and where the bytes lay when it was elsewhere. */
  servedBefore?: { version: string; paths: string[]; movedFrom?: string };
  /** Builds of the head, newest first, when it names the models already. */
  headBuilds: Build[];
  /** Builds that are published, by id. */
  publishedBuilds: ReadonlySet<string>;
}

/**
 * Looks, and writes nothing on the platform.
 * @throws REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID
 */
export async function observe(
  { algorithm }: Pick<Desired, "algorithm">,
  files: readonly IdentifiedFile[],
  platform: Platform,
  repository: Repository,
): Promise<Observed> {
  const [versions, head] = await Promise.all([platform.algorithms.publishedVersions(algorithm), repository.head()]);
  const lineages = await lineagesOf(versions, repository);
  const sources = await repository.files(head, couldHoldReference);
  const look = (wanted: readonly IdentifiedFile[]) => lookFor(wanted, { algorithm, sources, head, versions, lineages, repository });

  let seen = await look(files);
  // The same bytes may be served under other names, as the local files were called otherwise then: identity is the content.
  for (const others of seen.sameSource.length === 0 ? underOtherNames(files, lineages) : []) {
    const other = await look(others);
    if (other.sameSource.length > 0) seen = other;
  }
  const servedBefore = seen.sameSource.length === 0 ? await lookForSameBytes(seen, versions, lineages, repository) : undefined;
  const builds = seen.changes.length === 0 ? await platform.algorithms.builds(algorithm) : [];
  return {
    ...seen,
    files: await Promise.all(seen.files.map(async (file) => ({ ...file, ...(await stateInStore(file, platform)) }))),
    versions,
    head,
    sources,
    servedBefore,
    headBuilds: builds.filter((build) => build.commit_sha === head),
    publishedBuilds: new Set(versions.flatMap((version) => version.buildId ?? [])),
  };
}

interface Look {
  algorithm: string;
  sources: readonly SourceFile[];
  head: string;
  versions: readonly PublishedVersion[];
  lineages: Lineages;
  repository: Repository;
}

/** The source as it would be with these files named, and the published versions of it. */
async function lookFor(files: readonly IdentifiedFile[], { algorithm, sources, head, versions, lineages, repository }: Look) {
  const { references, changes } = await nameModels(algorithm, sources, files, lineages, repository);
  const tree = await repository.treeWith(head, changes);
  const commits = [...new Set(versions.map((version) => version.commit))];
  const same = new Set(await repository.withSameTree(tree, commits, [...new Set(references.flatMap(regeneratedPaths))]));
  const named = files.map((file, index) => ({ ...file, named: references[index]! }));
  return { files: named, changes, tree, sameSource: versions.filter((version) => same.has(version.commit)) };
}

async function lookForSameBytes(
  { files, tree }: Awaited<ReturnType<typeof lookFor>>,
  versions: readonly PublishedVersion[],
  lineages: Lineages,
  repository: Repository,
): Promise<Observed["servedBefore"]> {
  const isSame = (lineage: Lineages[number]["lineage"]) =>
    files.every((file) => lineage.files.some(({ name, sha256 }) => name === file.name && sha256 === file.sha256));
  const before = lineages.find(({ lineage }) => isSame(lineage));
  const version = before && newestOf(versions.filter(({ commit }) => commit === before.commit));
  if (!version) return undefined;
  const regenerated = files.flatMap(({ named }) => regeneratedPaths(named));
  const olds = new Map(before.lineage.files.map(({ name, uri }) => [name, collectionOf(uri)]));
  const movedFrom = files.map(({ name }) => olds.get(name)).find((store, index) => store !== undefined && store !== files[index]!.store);
  return { version: version.version, movedFrom, paths: await repository.differingPaths(tree, before.commit, regenerated) };
}

/** The same files under the names that their very bytes were rolled out with before. */
function underOtherNames(files: readonly IdentifiedFile[], lineages: Lineages): IdentifiedFile[][] {
  const variants = lineages.map(({ lineage }) =>
    files.map((file) => {
      const before = lineage.files.find(({ name, sha256 }) => name === file.name && sha256 === file.sha256);
      const usable = before && file.bytes.kind === "local" && collectionOf(before.uri) === file.store;
      return usable ? { ...file, uri: before.uri } : file;
    }),
  );
  const urisOf = (variant: readonly IdentifiedFile[]) => variant.map(({ uri }) => uri).join("\n");
  const byUris = new Map(variants.map((variant) => [urisOf(variant), variant]));
  byUris.delete(urisOf(files));
  return [...byUris.values()];
}

async function stateInStore(file: IdentifiedFile, platform: Platform): Promise<Pick<ObservedFile, "inStore" | "inTheWay">> {
  const stat = await platform.data.stat(file.uri);
  if (stat === undefined) return { inStore: "absent" };
  if (stat.kind === "file" && sameBytes(stat, file)) return { inStore: "same" };
  return { inStore: "other", ...(stat.kind === "file" ? { inTheWay: stat } : {}) };
}

interface Known {
  sizeBytes: number;
  md5?: string;
  sha256?: string;
}

/** The sizes agree, and the best hash that both sides know; a store that gives none is believed by size. */
export function sameBytes(stat: Known, identity: Known): boolean {
  if (stat.sizeBytes !== identity.sizeBytes) return false;
  if (stat.sha256 !== undefined && identity.sha256 !== undefined) return stat.sha256 === identity.sha256;
  return stat.md5 === undefined || identity.md5 === undefined || stat.md5 === identity.md5;
}

/** @throws ALGORITHM_NOT_FOUND before anything else can fail in a less telling way. */
export async function requireAlgorithm(algorithm: string, platform: Platform): Promise<void> {
  if (!(await platform.algorithms.get(algorithm))) throw errors.ALGORITHM_NOT_FOUND(algorithm, platform.connection.apiAddress);
}
