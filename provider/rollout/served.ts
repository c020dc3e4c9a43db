import { type Connection, connect, type Platform, type PublishedVersion, type Repository } from "../client";
import { errors } from "../errors";
import { lineageOf } from "./lineage";
import { lineagesOf, locate } from "./locate";
import { couldHoldReference, type Reference, type ReferenceInput } from "./reference";
import { newestOf } from "./versions";

/** What a published version really serves, read from the platform. Fields are absent where nothing tells. */
export interface Served {
  version: string;
  /** Git commit, 40 hex. */
  versionHash: string;
  modelUri?: string;
  modelSha256?: string;
  modelBytes?: number;
  modelMd5?: string;
  publishedVersions: number;
}

/** How the model is named in the source, as far as the caller knows. */
export interface Naming {
  store: string;
  isModelFile(fileName: string): boolean;
  reference?: ReferenceInput;
}

/**
 * Reads what the newest published version of an algorithm serves.
 * @returns undefined when nothing is published
 * @throws ALGORITHM_NOT_FOUND and the transport's errors
 * @example const served = await readServed("acme/sentiment", resolveConnection({}));
 */
export async function readServed(algorithm: string, connection: Connection, naming?: Partial<Naming>): Promise<Served | undefined> {
  const platform = connect(connection);
  try {
    return await withSource(algorithm, platform, async (versions, repository) => {
      const newest = newestOf(versions);
      const wanted = { store: `data://${algorithm}`, isModelFile: () => true, ...naming };
      return (
        newest && { ...(await servedBy(algorithm, newest, versions, wanted, platform, repository)), publishedVersions: versions.length }
      );
    });
  } finally {
    platform.close();
  }
}

/** Lists the versions and clones the source for as long as `look` needs it. */
export async function withSource<Result>(
  algorithm: string,
  platform: Platform,
  look: (versions: PublishedVersion[], repository: Repository) => Promise<Result>,
): Promise<Result> {
  if (!(await platform.algorithms.get(algorithm))) throw errors.ALGORITHM_NOT_FOUND(algorithm, platform.connection.apiAddress);
  const versions = await platform.algorithms.publishedVersions(algorithm);
  const repository = await platform.openRepository(algorithm);
  try {
    return await look(versions, repository);
  } finally {
    await repository.close();
  }
}

/** Reads one version: the file its source names, and that file's size, md5 and, where the commit tells it, sha256. */
export async function servedBy(
  algorithm: string,
  version: PublishedVersion,
  versions: readonly PublishedVersion[],
  naming: Naming,
  platform: Platform,
  repository: Repository,
): Promise<Omit<Served, "publishedVersions">> {
  const named = await referenceAt(algorithm, version.commit, naming, versions, repository);
  const lineage = lineageOf((await repository.messages([version.commit])).get(version.commit) ?? "");
  const modelUri = named?.uri ?? lineage?.modelUri;
  const stat = modelUri?.startsWith("data://") ? await platform.data.stat(modelUri) : undefined;
  const file = stat?.kind === "file" ? stat : undefined;
  const told =
    lineage !== undefined && lineage.modelUri === modelUri && lineage.modelBytes === file?.sizeBytes && lineage.modelMd5 === file.md5;
  return {
    version: version.version,
    versionHash: version.commit,
    modelUri,
    modelSha256: told ? lineage.modelSha256 : undefined,
    modelBytes: file?.sizeBytes,
    modelMd5: file?.md5,
  };
}

/** Where a commit names its model; undefined when that cannot be told. */
async function referenceAt(
  algorithm: string,
  commit: string,
  naming: Naming,
  versions: readonly PublishedVersion[],
  repository: Repository,
): Promise<Reference | undefined> {
  try {
    const sources = await repository.files(commit, couldHoldReference);
    return await locate(sources, { algorithm, ...naming }, await lineagesOf(versions, repository), repository);
  } catch {
    return undefined; // A source without one clear reference, or a commit that is not in the repository any more.
  }
}
