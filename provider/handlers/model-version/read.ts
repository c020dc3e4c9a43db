import { connect, type Platform, type PublishedVersion, resolveConnection } from "../../client";
import { AlgorithmiaError, errors } from "../../errors";
import { configured } from "../../host/config";
import { isHosted } from "../../model/object-version";
import type { Serving } from "../../rollout/desired";
import { type Naming, namingsOf, type Served, type ServedFile, servedBy, withSource } from "../../rollout/served";
import { addressesOf } from "../../rollout/verify";
import { compareVersions, newestOf } from "../../rollout/versions";
import { inputsOf } from "./apply";
import type { Assurances, Inputs, NamedModelInputs } from "./inputs";
import { type AnyModel, modelsIn } from "./models";
import { isModelFile, storeOf } from "./naming";

type State = Partial<Inputs & Assurances & Omit<Serving, "files"> & { modelMd5: string; pending: string }>;

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
      const namings = isGet ? await namingsOf(algorithm, version, repository) : modelsIn(state).map((model) => namingOf(algorithm, model));
      const served = await servedBy(algorithm, version, versions, namings, platform, repository);
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

function namingOf(algorithm: string, model: AnyModel): Naming {
  const { name, uri, reference } = model;
  return { name, store: storeOf(model, algorithm), reference, isModelFile: isModelFile({ ...model, knownUris: [uri] }) };
}

function described(
  id: string,
  algorithm: string,
  version: PublishedVersion,
  served: Served,
  versions: readonly PublishedVersion[],
  state: State,
  platform: Platform,
): ReadResult {
  const seen = modelsSeen(served, state);
  const { modelUri, modelSha256, modelBytes } = seen.model ?? {};
  const namedInputs = Object.entries(seen.models).map(([name, { md5, bytes, ...model }]) => [
    name,
    model.stored ? model : { ...model, bytes },
  ]);
  const inputs = {
    ...inputsOf(state as Inputs & Assurances),
    algorithm,
    modelUri,
    modelSha256,
    modelBytes: state.stored ? undefined : modelBytes,
    models: namedInputs.length > 0 ? Object.fromEntries(namedInputs) : undefined,
  };
  const props = {
    ...state,
    ...inputs,
    ...seen.model,
    models: namedInputs.length > 0 ? seen.models : undefined,
    version: version.version,
    versionHash: version.commit,
    ...addressesOf(algorithm, version.version, platform),
    previousVersion: version.version === state.version ? state.previousVersion : state.version,
    buildId: version.buildId,
    publishedAt: version.version === state.version ? state.publishedAt : version.publishedAt,
    newestVersion: newestOf(versions)?.version,
  };
  return { id: state.algorithm === undefined ? algorithm : id, props, inputs };
}

/** What is served, in the form of the state: `model` beside the other properties, `models` as a map. */
function modelsSeen({ files }: Served, state: State) {
  const recorded = new Map(modelsIn(state).map((model) => [model.name, model]));
  const seen = files.map((file) => ({ file, ...seenAs(file, recorded.get(file.name)) }));
  const main = seen.find(({ file }) => file.name === "");
  const named = seen.filter(({ file }) => file.name !== "");
  return {
    model: main && { modelUri: main.uri, modelSha256: main.sha256, modelBytes: main.bytes, modelMd5: main.md5 },
    models: Object.fromEntries(
      named.map(({ file, ...model }): [string, NamedModelInputs & { md5?: string }] => [
        file.name,
        { ...state.models?.[file.name], ...model },
      ]),
    ),
  };
}

function seenAs(file: ServedFile, recorded: AnyModel | undefined) {
  return { uri: file.uri ?? "unknown", sha256: sha256Of(file, recorded), bytes: file.sizeBytes, md5: file.md5 };
}

/** The hash where it can be known; otherwise a text that says what is there instead, so that the difference shows. */
function sha256Of(file: ServedFile, recorded: AnyModel | undefined): string {
  if (file.uri === undefined) return "unknown: the source names no model";
  if (recorded && file.uri === recorded.uri && sameFile(file, recorded)) return recorded.sha256;
  if (file.sha256) return file.sha256;
  if (file.sizeBytes === undefined) return "missing: the file is not in storage";
  return `other bytes: md5 ${file.md5 ?? "unknown"}`;
}

function sameFile(file: ServedFile, recorded: AnyModel): boolean {
  if (file.sha256 !== undefined && file.uri === recorded.uri && !isHosted(file.uri)) return file.sha256 === recorded.sha256;
  if (recorded.md5 !== undefined && file.md5 !== undefined) return recorded.md5 === file.md5;
  return file.sizeBytes !== undefined && file.sizeBytes === recorded.bytes;
}

/** Nothing is published yet and a run is unfinished: the state stays as the partial failure left it. */
function unchanged(id: string, state: State): ReadResult {
  return { id, props: { ...state }, inputs: { ...inputsOf(state as Inputs & Assurances) } };
}
