import { appendFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ModelInput } from "pulumi-algorithmia";
import type { modelErrors } from "../../../provider/errors/model";
import { rollOut } from "../../support/roll";
import { pushed, type Scenarios, tapped, written } from "../scene";
import { inOnePreview, toldByClient, toldByCommand } from "../told";

const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d7a2146".repeat(8)}\nsize 12345\n`;

const inPreview = inOnePreview((scene) => ({
  algorithm: "demo/model",
  models: {
    missing: join(scene.folder, "none.pkl"),
    directory: scene.folder,
    device: "/dev/null",
    empty: written(scene, "empty.pkl", ""),
    pointer: written(scene, "pointer.pkl", lfsPointer),
    unreadable: linkToItself(join(scene.folder, "loop.pkl")),
    text: new pulumi.asset.StringAsset("weights") as unknown as ModelInput,
  },
}));

export const modelScenarios: Scenarios<typeof modelErrors> = {
  MODEL_NOT_FOUND: inPreview("MODEL_NOT_FOUND"),
  MODEL_IS_DIRECTORY: inPreview("MODEL_IS_DIRECTORY"),
  MODEL_NOT_A_FILE: inPreview("MODEL_NOT_A_FILE"),
  MODEL_IS_EMPTY: inPreview("MODEL_IS_EMPTY"),
  MODEL_IS_LFS_POINTER: inPreview("MODEL_IS_LFS_POINTER"),
  MODEL_NOT_READABLE: inPreview("MODEL_NOT_READABLE"),
  MODEL_KIND_UNSUPPORTED: inPreview("MODEL_KIND_UNSUPPORTED"),

  MODEL_HASH_MISMATCH: (scene) => {
    const pins = join(scene.folder, "models.yaml");
    const model = written(scene, "model.pkl", "other weights");
    return toldByCommand(scene.platform, "pin", "demo/model", model, "--sha256", "0".repeat(64), "--file", pins);
  },

  /** Written once the rollout has begun to ask, which is after it was previewed. */
  MODEL_CHANGED: async (scene) => {
    const hand = await pushed(scene, "changed", { "src/model.py": 'MODEL = "data://demo/changed/model.txt"\n' });
    const path = written(scene, "model.txt", "as previewed");
    scene.tap.onAnswered = () => writeFileSync(path, "as trained meanwhile");
    return toldByClient(rollOut(tapped(scene, hand), "as previewed", { file: { bytes: { kind: "local", path } } }));
  },

  MODEL_BEING_WRITTEN: async (scene) => {
    const path = written(scene, "growing.pkl", "weights");
    const stop = keepWriting(path);
    try {
      return await toldByCommand(scene.platform, "pin", "demo/model", path, "--file", join(scene.folder, "models.yaml"));
    } finally {
      stop();
    }
  },
};

/** Nobody can read it, whoever runs the tests: an administrator may read what has no permissions. */
function linkToItself(path: string): string {
  symlinkSync(path, path);
  return path;
}

/** Writes at every turn of the event loop, and so between any two looks of who reads the file meanwhile. */
function keepWriting(path: string): () => void {
  let next = setImmediate(write);
  function write() {
    appendFileSync(path, "+");
    next = setImmediate(write);
  }
  return () => clearImmediate(next);
}
