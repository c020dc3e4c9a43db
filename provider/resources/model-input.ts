import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError, errors } from "../errors";
import type { ToldModel } from "../handlers/model-version/inputs";
import { inspectModel, type ModelFile, recallModel } from "../model/inspect-model";
import { isHosted } from "../model/object-version";

/** A file that is in storage already: it is not uploaded. */
export interface StoredModel {
  /** e.g. `data://acme/sentiment/model-v7.pkl`, or behind a data connector `s3+prod://models/v7.pkl`, also with `?versionId=`. */
  uri: pulumi.Input<string>;
  /** sha256 of its bytes, 64 hex digits. Default: the one that its store keeps; hosted data keeps none. */
  sha256?: pulumi.Input<string>;
  /** `content`: its bytes are read and hashed before anything is done. Default: only what the store tells of it is compared. */
  verify?: pulumi.Input<"content">;
}

/** Path of a local file or folder (relative to the program's folder), a FileAsset or FileArchive of it, or a file in storage. */
export type ModelInput = string | pulumi.asset.FileAsset | pulumi.asset.FileArchive | StoredModel;

/** One of several models of a version, with settings of its own. */
export interface NamedModelArgs {
  model: pulumi.Input<ModelInput>;
  /** sha256 (hex) that the model must have. Default: not checked. */
  expectedSha256?: pulumi.Input<string>;
  /** Where to upload to: a collection, or a folder behind a data connector. Default: `data://<owner>/<name>`. */
  store?: pulumi.Input<string>;
  /** Template of `{stem} {ext} {sha256} {sha256:12}`. Default: `{stem}-{sha256:12}{ext}`. */
  fileName?: pulumi.Input<string>;
  /** Where the source names it. Default: the ADK manifest's entry of this name, else found by its file's name. */
  reference?: pulumi.Input<ReferenceArgs>;
}

/** Where the source names a model. */
export type ReferenceArgs =
  | {
      kind: "manifest";
      /** The manifest in the repository. Default: `model_manifest.json`. */
      path?: pulumi.Input<string>;
      /** The `name` of its entry. Default: the one entry whose file has the model's stem. */
      name?: pulumi.Input<string>;
      /** Makes the freeze file where there is none. Default: false, one that exists is regenerated. */
      freeze?: pulumi.Input<boolean>;
    }
  | {
      kind: "source";
      /** The file in the repository, e.g. `src/sentiment.py`. */
      file: pulumi.Input<string>;
      /** A text before the literal on its line, e.g. `LABELS`. Default: the one literal that names a file with the model's stem. */
      anchor?: pulumi.Input<string>;
    };

/** What was found out about the model while the program ran. Never a rejection: `check` reports `problem` on the resource. */
export type LookedAt = ToldModel;

/**
 * Hashes a local model behind the stat cache, or takes a stored one's hash as given.
 * @param options of the resource, whose platform is asked for a hash that is not given
 */
export async function lookAt(model: pulumi.Unwrap<ModelInput> | undefined, options: pulumi.CustomResourceOptions = {}): Promise<LookedAt> {
  try {
    const path = await localPath(model);
    return path === undefined ? await lookAtStored(model as pulumi.Unwrap<StoredModel>, options) : told(await inspectModel(path));
  } catch (error) {
    if (error instanceof AlgorithmiaError) return { problem: error.message };
    return { problem: errors.MODEL_NOT_READABLE(String(model), error instanceof Error ? error.message : String(error)).message };
  }
}

async function lookAtStored({ uri, sha256, verify }: pulumi.Unwrap<StoredModel>, options: pulumi.CustomResourceOptions): Promise<LookedAt> {
  if (!uri) throw errors.INPUT_INVALID("model", "a stored model needs its `uri`");
  if (verify !== undefined && verify !== "content") throw errors.INPUT_INVALID("model.verify", 'expected "content"');
  const asked = verify && { verify };
  if (sha256) return { uri, sha256, ...asked };
  if (isHosted(uri)) throw errors.INPUT_INVALID("model", "a stored model needs both `uri` and `sha256`");
  const { askStore } = require("./stored-model") as typeof import("./stored-model");
  return { ...(await askStore(uri, options)), ...asked };
}

/** The same at once, where the file of this path was read before and not written since; else undefined. */
export function recall(path: string): LookedAt | undefined {
  const known = recallModel(path);
  return known && told(known);
}

function told({ bytesPath, name, sha256, sizeBytes, warnings }: ModelFile): LookedAt {
  return { path: bytesPath, name, sha256, sizeBytes, ...(warnings.length > 0 ? { warnings } : {}) };
}

type Named = pulumi.Unwrap<ModelInput | NamedModelArgs>;

/** The same for several models: `inputs` are what the engine compares, `run` is for this run alone. */
export async function lookAtAll(
  models: Record<string, Named>,
  options: pulumi.CustomResourceOptions = {},
): Promise<{
  inputs: Record<string, Record<string, unknown>>;
  run: Record<string, Omit<LookedAt, "sha256" | "sizeBytes">>;
}> {
  const looked = await Promise.all(
    Object.entries(models).map(async ([name, given]) => {
      const { model, ...settings } = withSettings(given);
      const { sha256, sizeBytes, ...run } = await lookAt(model, options);
      return { name, inputs: { ...settings, sha256, bytes: sizeBytes }, run };
    }),
  );
  return {
    inputs: Object.fromEntries(looked.map(({ name, inputs }) => [name, inputs])),
    run: Object.fromEntries(looked.map(({ name, run }) => [name, run])),
  };
}

function withSettings(given: Named): pulumi.Unwrap<NamedModelArgs> {
  const hasSettings = typeof given === "object" && given !== null && "model" in given;
  return (hasSettings ? given : { model: given }) as pulumi.Unwrap<NamedModelArgs>;
}

/** @returns undefined for a model that is in storage */
async function localPath(model: unknown): Promise<string | undefined> {
  if (typeof model === "string" && model !== "") return model;
  if (model === undefined || model === null || model === "")
    throw errors.INPUT_INVALID("model", "a path, a FileAsset, a FileArchive or { uri, sha256 } is required");
  if (pulumi.asset.Asset.isInstance(model) || pulumi.asset.Archive.isInstance(model)) {
    const { path } = model as Partial<pulumi.asset.FileAsset | pulumi.asset.FileArchive>;
    if (path !== undefined) return String(await path);
    throw errors.MODEL_KIND_UNSUPPORTED("an asset or archive that is not a file or folder");
  }
  if (typeof model === "object" && "uri" in model) return undefined;
  throw errors.MODEL_KIND_UNSUPPORTED(Array.isArray(model) ? "a list" : `of type ${typeof model}`);
}
