import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError, errors } from "../errors";
import { inspectModel } from "../model/inspect-model";

/** A file that is in storage already: it is not uploaded. */
export interface StoredModel {
  /** e.g. `data://acme/sentiment/model-v7.pkl` */
  uri: pulumi.Input<string>;
  /** sha256 of its bytes, 64 hex digits. */
  sha256: pulumi.Input<string>;
}

/** Path of a local file (relative to the program's folder), a FileAsset of it, or a file in storage. */
export type ModelInput = string | pulumi.asset.FileAsset | StoredModel;

/** What was found out about the model while the program ran. Never a rejection: `check` reports `problem` on the resource. */
export interface LookedAt {
  path?: string;
  uri?: string;
  sha256?: string;
  sizeBytes?: number;
  problem?: string;
}

/** Hashes a local model behind the stat cache, or takes a stored one's hash as given. */
export async function lookAt(model: pulumi.Unwrap<ModelInput> | undefined): Promise<LookedAt> {
  try {
    const path = await localPath(model);
    if (path === undefined) {
      const { uri, sha256 } = model as { uri: string; sha256: string };
      if (!uri || !sha256) throw errors.INPUT_INVALID("model", "a stored model needs both `uri` and `sha256`");
      return { uri, sha256 };
    }
    const { sha256, sizeBytes } = await inspectModel(path);
    return { path, sha256, sizeBytes };
  } catch (error) {
    if (error instanceof AlgorithmiaError) return { problem: error.message };
    return { problem: errors.MODEL_NOT_READABLE(String(model), error instanceof Error ? error.message : String(error)).message };
  }
}

/** @returns undefined for a model that is in storage */
async function localPath(model: unknown): Promise<string | undefined> {
  if (typeof model === "string" && model !== "") return model;
  if (model === undefined || model === null || model === "")
    throw errors.INPUT_INVALID("model", "a path, a FileAsset or { uri, sha256 } is required");
  if (pulumi.asset.Asset.isInstance(model)) {
    const { path } = model as Partial<pulumi.asset.FileAsset>;
    if (path !== undefined) return String(await path);
    throw errors.MODEL_KIND_UNSUPPORTED("an asset that is not a file");
  }
  if (typeof model === "object" && "uri" in model) return undefined;
  throw errors.MODEL_KIND_UNSUPPORTED(Array.isArray(model) ? "a list" : `of type ${typeof model}`);
}
