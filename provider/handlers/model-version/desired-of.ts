import { errors } from "../../errors";
import type { Desired, DesiredFile, ModelBytes, Serving } from "../../rollout/desired";
import type { Inputs, RunFacts } from "./inputs";
import { type AnyModel, modelsIn } from "./models";
import { isModelFile, storeOf } from "./naming";

/** The recorded outputs. */
export type Outputs = Inputs & Omit<Serving, "files"> & { modelMd5?: string };

/**
 * What the checked inputs ask of a rollout.
 * @param olds the recorded outputs; none where the state is not known
 * @throws MODEL_PATH_UNKNOWN
 */
export function desiredOf(
  news: Inputs,
  { urn, paths, names = {}, verify = {}, warnings, ...publishing }: RunFacts,
  olds: Partial<Outputs> = {},
): Desired {
  const before = new Map(modelsIn(olds).map((model) => [model.name, model]));
  return {
    algorithm: news.algorithm,
    files: modelsIn(news).map((model) => {
      const { name } = model;
      return fileOf(news.algorithm, model, { path: paths[name], ownName: names[name], verify: verify[name] }, before.get(name));
    }),
    callability: news.callability,
    sampleInput: news.sampleInput,
    ...publishing,
    current: { version: olds.version, previousVersion: olds.previousVersion },
  };
}

/** Where the bytes are, and what the model is called there. */
interface Local {
  path?: string;
  ownName?: string;
  /** Of a model in storage: whether its bytes are read through. */
  verify?: "content";
}

function fileOf(algorithm: string, model: AnyModel, { path, ownName, verify }: Local, before: AnyModel | undefined): DesiredFile {
  const { name, uri, sha256, bytes: sizeBytes, fileName, stored, reference } = model;
  if (!stored && path === undefined) throw errors.MODEL_PATH_UNKNOWN(algorithm);
  const bytes: ModelBytes = path !== undefined ? { kind: "local", path } : { kind: "stored", ...(verify && { verify }) };
  const isFile = isModelFile({ ...model, path: ownName ?? path, knownUris: [uri, before?.uri] });
  const isKept = before?.uri === uri && before.sha256 === sha256;
  const recorded = isKept ? { recorded: { sizeBytes: before.bytes, md5: before.md5 } } : {};
  return { name, bytes, sha256, sizeBytes, uri, store: storeOf(model, algorithm), fileName, isModelFile: isFile, reference, ...recorded };
}
