import type { Platform, PublishedVersion } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { namingsOf, servedBy, withSource } from "../rollout/served";
import { addressesOf } from "../rollout/verify";
import { compareVersions } from "../rollout/versions";
import { parseSelector, selectVersion } from "./select-version";

/** A version of an algorithm, for those who call it. */
export interface AlgorithmVersion {
  /** Semantic version, e.g. `1.3.0`; of a commit that was built and never published, the commit. */
  version: string;
  /** Git commit, 40 hex digits; callable too. */
  versionHash: string;
  /** `algo://owner/name/1.3.0` */
  algorithmUri: string;
  /** HTTP address of that version. */
  endpoint: string;
  /** The model that its source names, where that can be told. */
  modelUri?: string;
  /** Of a model that `AlgorithmModelVersion` rolled out. */
  modelSha256?: string;
  /** Where it was rolled out with several: each by its name. */
  models?: Record<string, { uri?: string; sha256?: string }>;
  /** ISO time. */
  publishedAt?: string;
}

/**
 * Finds the version that a selector names, and what it serves. Writes nothing.
 * @throws SELECTOR_INVALID, ALGORITHM_NOT_FOUND, VERSION_NOT_SELECTED, and the transport's errors
 */
export async function findVersion(algorithm: string, selectorText: string, platform: Platform): Promise<AlgorithmVersion> {
  const selector = parseSelector(selectorText);
  if (!(await platform.algorithms.get(algorithm))) throw errors.ALGORITHM_NOT_FOUND(algorithm, platform.connection.apiAddress);
  const versions = await platform.algorithms.publishedVersions(algorithm);
  const { kind } = selector;
  const candidates = kind === "commit" ? versions.filter(({ commit }) => commit === selector.commit) : versions;
  const chosen: PublishedVersion | undefined =
    selectVersion(selector, candidates) ?? (kind === "commit" ? await builtCommit(algorithm, selector.commit, platform) : undefined);
  if (!chosen) {
    const published = versions.map(({ version }) => version).sort((a, b) => compareVersions(b, a));
    throw errors.VERSION_NOT_SELECTED(algorithm, selectorText, published.join(", ") || "none");
  }
  return {
    version: chosen.version,
    versionHash: chosen.commit,
    ...addressesOf(algorithm, chosen.version, platform),
    ...(await modelsOf(algorithm, chosen, platform)),
    publishedAt: chosen.publishedAt,
  };
}

async function builtCommit(algorithm: string, commit: string, platform: Platform): Promise<PublishedVersion | undefined> {
  const builds = await platform.algorithms.builds(algorithm);
  const build = builds.find((each) => each.commit_sha === commit && each.status === "succeeded");
  if (!build) return undefined;
  return { version: commit, commit, buildId: build.build_id, callability: undefined, sampleInput: undefined, publishedAt: undefined };
}

type Models = Pick<AlgorithmVersion, "modelUri" | "modelSha256" | "models">;

/** The source is its owner's: who may call a version and not read its source gets no model. */
async function modelsOf(algorithm: string, chosen: PublishedVersion, platform: Platform): Promise<Models> {
  try {
    return await withSource(algorithm, platform, async (versions, repository) => {
      const namings = await namingsOf(algorithm, chosen, repository);
      const { files } = await servedBy(algorithm, chosen, versions, namings, platform, repository);
      const [plain] = files.filter(({ name }) => name === "");
      const named = files.flatMap(({ name, uri, sha256 }) => (name === "" ? [] : [[name, { uri, sha256 }] as const]));
      return { modelUri: plain?.uri, modelSha256: plain?.sha256, models: named.length > 0 ? Object.fromEntries(named) : undefined };
    });
  } catch (error) {
    if (error instanceof AlgorithmiaError && unreadableSource.includes(error.code)) return {};
    throw error;
  }
}

const unreadableSource = ["GIT_FAILED", "NOT_AUTHORIZED", "API_KEY_REJECTED", "SOURCE_EMPTY"];
