import pLimit from "p-limit";
import type { Platform, PublishedVersion } from "../client";
import { parseStore } from "../model/store-uri";
import { lineagesOf } from "../rollout/locate";
import type { Origin } from "../rollout/origin";
import { type KnownNaming, withSource } from "../rollout/served";
import { compareVersions, newestOf } from "../rollout/versions";
import { type Ancestry, ancestryIn } from "./ancestry";
import { filesAt, type KnownFile } from "./files-at";
import { type StorageState, storageStates } from "./storage-state";

/** A published version, with the bytes it serves and what caused it. What nothing tells is absent. */
export interface HistoryEntry {
  version: string;
  /** Git commit of the algorithm's source, 40 hex. */
  versionHash: string;
  /** ISO 8601. */
  publishedAt?: string;
  /** The version published before it. */
  previousVersion?: string;
  /** Who wrote that commit, and when (ISO 8601). */
  author?: string;
  committedAt?: string;
  files: HistoryFile[];
  /** The commit that brought these files in: that of the version, or an earlier one below changes by hand. */
  rolledOutBy?: string;
  /** The infrastructure repository's commit and pull request that caused it. */
  origin?: Origin;
}

/** A file that a version serves. `name` is empty for `model`, else its key in `models`. */
export interface HistoryFile extends KnownFile {
  storage: StorageState;
}

export interface History {
  algorithm: string;
  /** How many versions there are, listed or not. */
  publishedVersions: number;
  /** When the first one was published; absent while there is none. */
  firstPublishedAt?: string;
  /** Newest first. */
  entries: HistoryEntry[];
}

export interface HistoryOptions {
  /** How `model` is named in the source. Default: any file in the algorithm's own collection. */
  naming?: Omit<KnownNaming, "name">;
  /** Only the version that was the newest at this time. */
  at?: Date;
  /** So many of the newest only. Default: all. */
  limit?: number;
}

/** So many versions are looked at at once: each takes some git commands and a request. */
const atOnce = 4;

/**
 * Tells of each published version which bytes it serves, from which commit and pull request. Reads only.
 * @throws ALGORITHM_NOT_FOUND and the transport's errors
 * @example const { entries } = await historyOf("acme/sentiment", connect(resolveConnection({})), { at: new Date("2026-05-01") });
 */
export async function historyOf(algorithm: string, platform: Platform, options: HistoryOptions = {}): Promise<History> {
  return withSource(algorithm, platform, async (versions, repository) => {
    const { store, reference } = options.naming ?? {};
    const naming = { name: "", store: parseStore(store ?? `data://${algorithm}`), reference, isModelFile: () => true };
    const ancestry = ancestryIn(repository);
    const source = { algorithm, naming, lineages: await lineagesOf(versions, repository), ancestry, repository };
    const listed = chosen(versions, options);
    if (listed[0]) await ancestry.load(listed[0].commit); // Mostly all the others came before it.
    const limit = pLimit(atOnce);
    const stateOf = storageStates(platform);
    const entries = await Promise.all(
      listed.map((version) =>
        limit(async () => {
          const found = await filesAt(version.commit, source);
          const files = await Promise.all(found.files.map(async (file) => ({ ...file, ...(await stateOf(file)) })));
          return { ...(await publication(version, versions, ancestry)), ...found, files };
        }),
      ),
    );
    const [first] = [...versions].sort((a, b) => compareVersions(a.version, b.version));
    return { algorithm, publishedVersions: versions.length, firstPublishedAt: first?.publishedAt, entries };
  });
}

/** The versions that are asked for, newest first. */
function chosen(versions: readonly PublishedVersion[], { at, limit }: HistoryOptions): PublishedVersion[] {
  if (at === undefined) return [...versions].sort((a, b) => compareVersions(b.version, a.version)).slice(0, limit);
  const then = versions.filter(({ publishedAt }) => publishedAt !== undefined && new Date(publishedAt) <= at);
  const newest = newestOf(then);
  return newest ? [newest] : [];
}

async function publication({ version, commit, publishedAt }: PublishedVersion, versions: readonly PublishedVersion[], ancestry: Ancestry) {
  const logged = await ancestry.find(commit);
  const earlier = versions.filter((other) => compareVersions(other.version, version) < 0);
  return {
    version,
    versionHash: commit,
    publishedAt,
    previousVersion: newestOf(earlier)?.version,
    author: logged?.author,
    committedAt: logged?.authoredAt,
  };
}
