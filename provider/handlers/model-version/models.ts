import type { ServingFile } from "../../rollout/desired";
import type { Inputs, NamedModelInputs } from "./inputs";

/** Every model of a resource in one form; the name of `model` is empty. */
export type AnyModel = NamedModelInputs & { name: string; md5?: string };

/** The state keeps `model` beside the other properties and `models` as a map: this is both as one list, in the commit's order. */
export function modelsIn(state: Partial<Inputs> & { modelMd5?: string }): AnyModel[] {
  const { modelUri, modelSha256, modelBytes, modelMd5, store, fileName, stored, reference, models = {} } = state;
  const main =
    modelUri === undefined || modelSha256 === undefined
      ? []
      : [{ name: "", uri: modelUri, sha256: modelSha256, bytes: modelBytes, md5: modelMd5, store, fileName, stored, reference }];
  return [...main, ...Object.entries(models).map(([name, model]) => ({ ...model, name }))];
}

/** The outputs that say what is served under each name; settings of the inputs stay. */
export function modelOutputs(inputs: Inputs, files: readonly ServingFile[]): Record<string, unknown> {
  const served = new Map(files.map((file) => [file.name, file]));
  const main = served.get("");
  const models = Object.entries(inputs.models ?? {}).map(([name, settings]) => {
    const { uri, sha256, sizeBytes, md5 } = served.get(name) ?? {};
    return [name, { ...settings, uri, sha256, bytes: sizeBytes, md5 }] as const;
  });
  return {
    ...(main && { modelUri: main.uri, modelSha256: main.sha256, modelBytes: main.sizeBytes, modelMd5: main.md5 }),
    ...(models.length > 0 ? { models: Object.fromEntries(models) } : {}),
  };
}
