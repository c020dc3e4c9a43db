import type { Build, Platform, PublishedVersion, Repository } from "../client";
import { errors } from "../errors";
import type { Desired } from "./desired";
import type { Identity } from "./identify";
import { type Lineages, lineagesOf, locate } from "./locate";
import { couldHoldReference, type Reference, regeneratedPaths, rewriteReference, type SourceFile } from "./reference";

/** What is true on the platform before a rollout acts. */
export interface Observed {
  /** The URI to be served: the one that was asked for, or the name that a published version serves the same bytes under. */
  modelUri: string;
  /** The file at that URI. */
  file: "absent" | "same" | "other";
  head: string;
  reference: Reference;
  /** The files that the head lacks; none when it names the model already. */
  changes: SourceFile[];
  /** The source as it shall be: head with those changes. */
  tree: string;
  /** Published versions of exactly that source. */
  sameSource: PublishedVersion[];
  /** Builds of the head, newest first, when it names the model already. */
  headBuilds: Build[];
  /** Builds that are published, by id. */
  publishedBuilds: ReadonlySet<string>;
}

/**
 * Looks, and writes nothing on the platform.
 * @throws ALGORITHM_NOT_FOUND, REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID
 */
export async function observe(desired: Desired, identity: Identity, platform: Platform, repository: Repository): Promise<Observed> {
  const [versions, head] = await Promise.all([platform.algorithms.publishedVersions(desired.algorithm), repository.head()]);
  const lineages = await lineagesOf(versions, repository);
  const sources = await repository.files(head, couldHoldReference);
  const reference = await locate(sources, desired, lineages, repository);
  const wanted = (modelUri: string) => wantedSource({ modelUri, desired, identity, sources, head, reference, versions, repository });

  let source = await wanted(desired.modelUri);
  // The same bytes may be served under another name, as the local file was called otherwise then: identity is the content.
  for (const modelUri of source.sameSource.length === 0 ? otherNames(desired, lineages) : []) {
    const other = await wanted(modelUri);
    if (other.sameSource.length > 0) source = other;
  }
  const isNamed = source.changes.length === 0;
  const builds = isNamed ? await platform.algorithms.builds(desired.algorithm) : [];
  return {
    ...source,
    file: await observeFile(source.modelUri, identity, platform),
    head,
    reference,
    headBuilds: builds.filter((build) => build.commit_sha === head),
    publishedBuilds: new Set(versions.flatMap((version) => version.buildId ?? [])),
  };
}

interface Look {
  modelUri: string;
  desired: Desired;
  identity: Identity;
  sources: readonly SourceFile[];
  head: string;
  reference: Reference;
  versions: readonly PublishedVersion[];
  repository: Repository;
}

/** The source as it would be with that URI, and the published versions of it. */
async function wantedSource({ modelUri, desired, identity, sources, head, reference, versions, repository }: Look) {
  const model = { uri: modelUri, md5: identity.md5 ?? "", sha256: desired.modelSha256, sizeBytes: identity.sizeBytes };
  const changes = rewriteReference(sources, reference, model, new Date());
  const tree = await repository.treeWith(head, changes);
  const commits = [...new Set(versions.map((version) => version.commit))];
  const same = new Set(await repository.withSameTree(tree, commits, regeneratedPaths(reference)));
  return { modelUri, changes, tree, sameSource: versions.filter((version) => same.has(version.commit)) };
}

/** URIs under which these very bytes were rolled out before. */
function otherNames({ bytes, modelSha256, modelUri, store }: Desired, lineages: Lineages): string[] {
  if (bytes.kind === "stored") return [];
  const uris = lineages.flatMap(({ lineage }) => (lineage.modelSha256 === modelSha256 ? [lineage.modelUri] : []));
  return [...new Set(uris)].filter((uri) => uri !== modelUri && uri.startsWith(`${store}/`));
}

async function observeFile(modelUri: string, identity: Identity, platform: Platform): Promise<Observed["file"]> {
  const stat = await platform.data.stat(modelUri);
  if (stat === undefined) return "absent";
  return stat.kind === "file" && sameBytes(stat, identity) ? "same" : "other";
}

/** Size and md5 agree; a store that gives no md5 is believed by size. */
export function sameBytes(stat: { sizeBytes: number; md5?: string }, identity: Identity): boolean {
  return stat.sizeBytes === identity.sizeBytes && (stat.md5 === undefined || identity.md5 === undefined || stat.md5 === identity.md5);
}

/** @throws ALGORITHM_NOT_FOUND before anything else can fail in a less telling way. */
export async function requireAlgorithm(algorithm: string, platform: Platform): Promise<void> {
  if (!(await platform.algorithms.get(algorithm))) throw errors.ALGORITHM_NOT_FOUND(algorithm, platform.connection.apiAddress);
}
