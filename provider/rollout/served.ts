import { type Connection, connect, type FileStat, type Platform, type PublishedVersion, type Repository, type Stat } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { isHosted } from "../model/object-version";
import { collectionOf, fileNameOf } from "../model/store-uri";
import { type FileLineage, lineageOf } from "./lineage";
import { type Lineages, lineagesOf, locate } from "./locate";
import { sameBytes } from "./observe";
import { couldHoldReference, type ReferenceInput, type SourceFile } from "./reference";
import { newestOf } from "./versions";

/** What a published version really serves, read from the platform. */
export interface Served {
  version: string;
  /** Git commit, 40 hex. */
  versionHash: string;
  files: ServedFile[];
}

/** One file of it. Fields are absent where nothing tells. */
export interface ServedFile {
  name: string;
  uri?: string;
  sha256?: string;
  sizeBytes?: number;
  md5?: string;
}

/** How a model is named in the source, as far as the caller knows. */
export interface Naming {
  name: string;
  store: string;
  isModelFile(fileName: string): boolean;
  reference?: ReferenceInput;
}

/** What a pin says of a model's name. */
export type KnownNaming = Pick<Naming, "name" | "reference"> & { store?: string };

/**
 * Reads what the newest published version of an algorithm serves.
 * @param namings what is known of how its models are named; nothing for one model under any name
 * @returns undefined when nothing is published
 * @throws ALGORITHM_NOT_FOUND and the transport's errors
 * @example const served = await readServed("acme/sentiment", resolveConnection({}));
 */
export async function readServed(
  algorithm: string,
  connection: Connection,
  namings: readonly KnownNaming[] = [{ name: "" }],
): Promise<Served | undefined> {
  const platform = connect(connection);
  try {
    return await withSource(algorithm, platform, async (versions, repository) => {
      const newest = newestOf(versions);
      const full = namings.map(({ name, store, reference }) => ({ ...anyFileIn(algorithm, name, store), reference }));
      return newest && (await servedBy(algorithm, newest, versions, full, platform, repository));
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

/** Reads one version: the files its source names, and each one's size, md5 and, where the commit tells it, sha256. */
export async function servedBy(
  algorithm: string,
  version: PublishedVersion,
  versions: readonly PublishedVersion[],
  namings: readonly Naming[],
  platform: Platform,
  repository: Repository,
): Promise<Served> {
  const told = lineageOf((await repository.messages([version.commit])).get(version.commit) ?? "");
  const lineages = await lineagesOf(versions, repository);
  const sources = await sourcesAt(version.commit, repository);
  const files = namings.map(async (naming): Promise<ServedFile> => {
    const lineage = told?.files.find(({ name }) => name === naming.name);
    const uri = (await uriIn(sources, algorithm, naming, lineages, repository)) ?? lineage?.uri;
    return { name: naming.name, uri, ...(await bytesAt(uri, lineage, platform)) };
  });
  return { version: version.version, versionHash: version.commit, files: await Promise.all(files) };
}

/** How a version's models are named when nobody says: as its commit tells, else one model under any name. */
export async function namingsOf(algorithm: string, { commit }: PublishedVersion, repository: Repository): Promise<Naming[]> {
  const told = lineageOf((await repository.messages([commit])).get(commit) ?? "");
  if (!told) return [anyFileIn(algorithm, "")];
  return told.files.map(({ name, uri }) => ({ name, store: collectionOf(uri), isModelFile: (fileName) => fileName === fileNameOf(uri) }));
}

const anyFileIn = (algorithm: string, name: string, store = `data://${algorithm}`): Naming => ({ name, store, isModelFile: () => true });

/** The trailers speak of the file that was rolled out; only if it is still that one do they tell its hash. */
async function bytesAt(uri: string | undefined, lineage: FileLineage | undefined, platform: Platform): Promise<Partial<ServedFile>> {
  const stat = uri === undefined ? undefined : await statUnlessGone(uri, platform);
  const file = stat?.kind === "file" ? stat : undefined;
  const isTold = lineage !== undefined && lineage.uri === uri && file !== undefined && isStill(file, lineage);
  return { sha256: file?.sha256 ?? (isTold ? lineage.sha256 : undefined), sizeBytes: file?.sizeBytes, md5: file?.md5 };
}

/** Hosted data always tells the md5 that it was rolled out with; stores behind connectors need not. */
function isStill(file: FileStat, { uri, sizeBytes, md5 }: FileLineage): boolean {
  return isHosted(uri) ? file.sizeBytes === sizeBytes && file.md5 === md5 : sameBytes(file, { sizeBytes, md5 });
}

/** With its connector or its bucket a file is gone too. What is only out of reach is a failure. */
async function statUnlessGone(uri: string, platform: Platform): Promise<Stat | undefined> {
  try {
    return await platform.data.stat(uri);
  } catch (error) {
    const gone = ["STORE_CONNECTOR_UNUSABLE", "STORE_BUCKET_NOT_FOUND"];
    if (error instanceof AlgorithmiaError && gone.includes(error.code)) return undefined;
    throw error;
  }
}

/** A commit that is not in the repository any more has no source to read. */
export async function sourcesAt(commit: string, repository: Repository): Promise<SourceFile[]> {
  try {
    return await repository.files(commit, couldHoldReference);
  } catch (error) {
    if (error instanceof AlgorithmiaError && error.code === "GIT_FAILED") return [];
    throw error;
  }
}

/** Where a source names a model; undefined when that cannot be told. */
export async function uriIn(
  sources: readonly SourceFile[],
  algorithm: string,
  naming: Naming,
  lineages: Lineages,
  repository: Repository,
): Promise<string | undefined> {
  try {
    return (await locate(sources, { ...naming, algorithm }, lineages, repository)).uri;
  } catch (error) {
    if (error instanceof AlgorithmiaError) return undefined;
    throw error;
  }
}
