import { connect, resolveConnection } from "../../client";
import { errors } from "../../errors";
import { configured } from "../../host/config";
import { PartialFailure } from "../../host/method";
import { recallRunFacts } from "../../host/run-facts";
import { rollout } from "../../rollout";
import { type Desired, type DesiredFile, defaultTimeouts, type ModelBytes, type Serving } from "../../rollout/desired";
import type { Assurances, Inputs, RunFacts } from "./inputs";
import { type AnyModel, modelOutputs, modelsIn } from "./models";
import { isModelFile, storeOf } from "./naming";
import { reportOn } from "./report";

type Outputs = Inputs & Omit<Serving, "files"> & { modelMd5?: string };

/** Rolls out for `create` and `update` alike: what is already true decides what is done, not which of the two was called. */
export async function apply(news: Inputs, olds: Partial<Outputs> = {}): Promise<Record<string, unknown>> {
  const facts = recallRunFacts<RunFacts>({ ...news }, news.algorithm) ?? {
    paths: {},
    versionType: "minor",
    timeouts: defaultTimeouts,
  };
  const platform = connect(resolveConnection({ config: configured }));
  const report = reportOn(facts.urn);
  try {
    const { files, ...serving } = await rollout(desiredOf(news, facts, olds), platform, report);
    return { ...inputsOf(news), ...serving, ...modelOutputs(news, files) };
  } catch (error) {
    const changed = report.lastChange();
    if (!changed || !(error instanceof Error)) throw error;
    // The last good outputs stay: they still serve. `pending` makes the next preview show that the rollout is unfinished.
    const kept = olds.version === undefined ? inputsOf(news) : withoutProvider(olds);
    throw new PartialFailure(news.algorithm, { ...kept, pending: changed }, error.message);
  } finally {
    platform.close();
  }
}

function desiredOf(news: Inputs, { urn, paths, ...publishing }: RunFacts, olds: Partial<Outputs>): Desired {
  const before = new Map(modelsIn(olds).map(({ name, uri }) => [name, uri]));
  return {
    algorithm: news.algorithm,
    files: modelsIn(news).map((model) => fileOf(news.algorithm, model, paths[model.name], before.get(model.name))),
    callability: news.callability,
    sampleInput: news.sampleInput,
    ...publishing,
    current: { version: olds.version, previousVersion: olds.previousVersion },
  };
}

function fileOf(algorithm: string, model: AnyModel, path: string | undefined, uriBefore: string | undefined): DesiredFile {
  const { name, uri, sha256, stored, reference } = model;
  if (!stored && path === undefined) throw errors.MODEL_PATH_UNKNOWN(algorithm);
  const bytes: ModelBytes = path !== undefined ? { kind: "local", path } : { kind: "stored" };
  const isFile = isModelFile({ ...model, path, knownUris: [uri, uriBefore] });
  return { name, bytes, sha256, uri, store: storeOf(model, algorithm), isModelFile: isFile, reference };
}

/** The inputs alone; the engine hands `__provider` along. */
export function inputsOf(from: Inputs & Assurances): Inputs & Assurances {
  const { algorithm, store, fileName, modelUri, modelSha256, modelBytes, stored, reference, models } = from;
  const { callability, sampleInput, pinned, smokeTests } = from;
  const model = { store, fileName, modelUri, modelSha256, modelBytes, stored, reference };
  return { algorithm, ...model, models, callability, sampleInput, pinned, smokeTests };
}

function withoutProvider(outputs: Record<string, unknown>): Record<string, unknown> {
  const { __provider, ...kept } = outputs;
  return kept;
}
