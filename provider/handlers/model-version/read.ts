import { connect, type Platform, type PublishedVersion, resolveConnection } from "../../client";
import { AlgorithmiaError, errors } from "../../errors";
import { configured } from "../../host/config";
import type { Serving } from "../../rollout/desired";
import { type Naming, type Served, servedBy, withSource } from "../../rollout/served";
import { addressesOf } from "../../rollout/verify";
import { compareVersions, newestOf } from "../../rollout/versions";
import { inputsOf } from "./apply";
import type { Inputs } from "./inputs";
import { isModelFile, storeOf } from "./naming";

type State = Partial<Inputs & Serving & { pending: string }>;

export interface ReadResult {
  id?: string;
  props?: Record<string, unknown>;
  inputs?: Record<string, unknown>;
}

/**
 * Reads what really serves. A version that was published by others since the last run is what callers of the newest get, so it
 * is read instead of the recorded one; bytes that are not the recorded ones show as another `modelSha256`.
 *
 * @param state The recorded outputs; nothing but `__provider` for `AlgorithmModelVersion.get`.
 */
export async function read(id: string, state: State = {}): Promise<ReadResult> {
  const algorithm = state.algorithm ?? id;
  const isGet = state.algorithm === undefined;
  const platform = connect(resolveConnection({ config: configured }));
  try {
    return await withSource(algorithm, platform, async (versions, repository) => {
      const version = servingVersion(versions, state);
      if (!version) {
        if (isGet) throw errors.VERSION_NOT_FOUND(algorithm);
        return state.pending === undefined ? {} : unchanged(id, state);
      }
      const served = await servedBy(algorithm, version, versions, namingOf(algorithm, state), platform, repository);
      return described(id, algorithm, version, served, versions, state, platform);
    });
  } catch (error) {
    // Only an algorithm that is really gone leaves the state; any other fault fails the refresh.
    if (error instanceof AlgorithmiaError && error.code === "ALGORITHM_NOT_FOUND" && !isGet) return {};
    throw error;
  } finally {
    platform.close();
  }
}

/** The recorded version as long as it is the newest or was chosen when the newest was known already. */
function servingVersion(versions: readonly PublishedVersion[], state: State): PublishedVersion | undefined {
  const newest = newestOf(versions);
  const recorded = versions.find(({ version }) => version === state.version);
  const overtaken = newest && state.newestVersion !== undefined && compareVersions(newest.version, state.newestVersion) > 0;
  // An unfinished run has published versions of its own that the state does not know: they are no drift.
  return recorded && (!overtaken || state.pending !== undefined) ? recorded : newest;
}

/** How the state says that the model is named; without a state, whatever single file in the algorithm's own collection. */
function namingOf(algorithm: string, state: State): Naming {
  const { modelUri = "", fileName, reference } = state;
  const store = storeOf({ ...state, algorithm, modelUri });
  return { store, reference, isModelFile: modelUri ? isModelFile({ fileName, modelUri, knownUris: [modelUri] }) : () => true };
}

function described(
  id: string,
  algorithm: string,
  version: PublishedVersion,
  served: Omit<Served, "publishedVersions">,
  versions: readonly PublishedVersion[],
  state: State,
  platform: Platform,
): ReadResult {
  const inputs = {
    ...inputsOf(state as Inputs),
    algorithm,
    modelUri: served.modelUri ?? "unknown",
    modelSha256: sha256Of(served, state),
    modelBytes: state.stored ? undefined : served.modelBytes,
  };
  const props = {
    ...state,
    ...inputs,
    version: version.version,
    versionHash: version.commit,
    ...addressesOf(algorithm, version.version, platform),
    modelBytes: served.modelBytes,
    modelMd5: served.modelMd5,
    previousVersion: version.version === state.version ? state.previousVersion : state.version,
    buildId: version.buildId,
    publishedAt: version.version === state.version ? state.publishedAt : version.publishedAt,
    newestVersion: newestOf(versions)?.version,
  };
  return { id: state.algorithm === undefined ? algorithm : id, props, inputs };
}

/** The hash where it can be known; otherwise a text that says what is there instead, so that the difference shows. */
function sha256Of(served: Omit<Served, "publishedVersions">, state: State): string {
  if (served.modelUri === undefined) return "unknown: the source names no model";
  if (served.modelUri === state.modelUri && state.modelSha256 && sameFile(served, state)) return state.modelSha256;
  if (served.modelSha256) return served.modelSha256;
  if (served.modelBytes === undefined) return "missing: the file is not in storage";
  return `other bytes: md5 ${served.modelMd5 ?? "unknown"}`;
}

function sameFile(served: Omit<Served, "publishedVersions">, state: State): boolean {
  if (state.modelMd5 !== undefined && served.modelMd5 !== undefined) return state.modelMd5 === served.modelMd5;
  return served.modelBytes !== undefined && served.modelBytes === state.modelBytes;
}

/** Nothing is published yet and a run is unfinished: the state stays as the partial failure left it. */
function unchanged(id: string, state: State): ReadResult {
  return { id, props: { ...state }, inputs: { ...inputsOf(state as Inputs) } };
}
