import type { Build, Platform, PublishedVersion, Repository } from "../client";
import { errors } from "../errors";
import type { Desired } from "./desired";
import type { Identity } from "./identify";
import { couldHoldReference, findReference, type Reference, regeneratedPaths, rewriteReference, type SourceFile } from "./reference";
import { newestOf } from "./versions";

/** What is true on the platform before a rollout acts. */
export interface Observed {
  /** The file at the URI to be served. */
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
  newest?: PublishedVersion;
}

/**
 * Looks, and writes nothing on the platform.
 * @throws ALGORITHM_NOT_FOUND, REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS, MANIFEST_INVALID
 */
export async function observe(desired: Desired, identity: Identity, platform: Platform, repository: Repository): Promise<Observed> {
  const { algorithm, modelUri, modelSha256 } = desired;
  const [file, versions, head] = await Promise.all([
    observeFile(desired, identity, platform),
    platform.algorithms.publishedVersions(algorithm),
    repository.head(),
  ]);
  const sources = await repository.files(head, couldHoldReference);
  const reference = findReference(sources, desired);
  const model = { uri: modelUri, md5: identity.md5 ?? "", sha256: modelSha256, sizeBytes: identity.sizeBytes };
  const changes = rewriteReference(sources, reference, model, new Date());
  const tree = await repository.treeWith(head, changes);
  const commits = [...new Set(versions.map((version) => version.commit))];
  const same = new Set(await repository.withSameTree(tree, commits, regeneratedPaths(reference)));
  const headBuilds = changes.length === 0 ? (await platform.algorithms.builds(algorithm)).filter((build) => build.commit_sha === head) : [];
  return {
    file,
    head,
    reference,
    changes,
    tree,
    sameSource: versions.filter((version) => same.has(version.commit)),
    headBuilds,
    publishedBuilds: new Set(versions.flatMap((version) => version.buildId ?? [])),
    newest: newestOf(versions),
  };
}

async function observeFile(desired: Desired, identity: Identity, platform: Platform): Promise<Observed["file"]> {
  const stat = await platform.data.stat(desired.modelUri);
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
