import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ModelInput } from "pulumi-algorithmia";
import type { modelErrors } from "../../../provider/errors/model";
import { rollOut } from "../../support/roll";
import { pushed, type Scenarios, type Scene, tapped, written } from "../scene";
import { inOnePreview, toldByClient, toldByCommand } from "../told";

const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d7a2146".repeat(8)}\nsize 12345\n`;
const dvcPointer = `outs:\n- md5: ${"0123cdef".repeat(4)}\n  size: 45028\n  path: unpulled.pkl\n`;

const inPreview = inOnePreview((scene) => ({
  algorithm: "demo/model",
  models: {
    missing: join(scene.folder, "none.pkl"),
    hollow: folder(scene, "hollow"),
    unusable: dirname(linkToItself(join(folder(scene, "unusable"), "weights.bin"))),
    device: "/dev/null",
    empty: written(scene, "empty.pkl", ""),
    pointer: written(scene, "pointer.pkl", lfsPointer),
    unpulled: written(scene, "unpulled.pkl.dvc", dvcPointer),
    undescribed: written(scene, "undescribed.pkl.dvc", "outs: []\n"),
    truncated: written(scene, "truncated.safetensors", withoutItsTensors()),
    unreadable: linkToItself(join(scene.folder, "loop.pkl")),
    text: new pulumi.asset.StringAsset("weights") as unknown as ModelInput,
  },
}));

export const modelScenarios: Scenarios<typeof modelErrors> = {
  MODEL_NOT_FOUND: inPreview("MODEL_NOT_FOUND"),
  MODEL_FOLDER_EMPTY: inPreview("MODEL_FOLDER_EMPTY"),
  MODEL_FOLDER_UNUSABLE: inPreview("MODEL_FOLDER_UNUSABLE"),
  MODEL_NOT_A_FILE: inPreview("MODEL_NOT_A_FILE"),
  MODEL_IS_EMPTY: inPreview("MODEL_IS_EMPTY"),
  MODEL_IS_LFS_POINTER: inPreview("MODEL_IS_LFS_POINTER"),
  MODEL_IS_DVC_POINTER: inPreview("MODEL_IS_DVC_POINTER"),
  MODEL_DVC_FILE_MALFORMED: inPreview("MODEL_DVC_FILE_MALFORMED"),
  MODEL_TRUNCATED: inPreview("MODEL_TRUNCATED"),
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

function folder(scene: Scene, name: string): string {
  const path = join(scene.folder, name);
  mkdirSync(path);
  return path;
}

/** Its header announces 4000 bytes that are not there. */
function withoutItsTensors(): Buffer {
  const header = Buffer.from(JSON.stringify({ weights: { dtype: "F32", shape: [1000], data_offsets: [0, 4000] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}

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
