import type { referenceErrors } from "../../../provider/errors/reference";
import { rollOut } from "../../support/roll";
import { pushed, type Scenarios, tapped } from "../scene";
import { toldByClient } from "../told";

const uri = (algorithm: string, file = "model.txt") => `data://demo/${algorithm}/${file}`;
const entry = (name: string, algorithm: string) => ({ name, source_uri: uri(algorithm, `${name}.txt`) });

export const referenceScenarios: Scenarios<typeof referenceErrors> = {
  REFERENCE_NOT_FOUND: async (scene) => {
    const hand = await pushed(scene, "unnamed", { "src/words.py": `WORDS = "${uri("other", "words.txt")}"\n` });
    return toldByClient(rollOut(hand, "a model"));
  },

  REFERENCE_AMBIGUOUS: async (scene) => {
    const hand = await pushed(scene, "twice", { "src/model.py": `A = "${uri("twice")}"\nB = "${uri("twice")}"\n` });
    return toldByClient(rollOut(hand, "a model"));
  },

  REFERENCE_TAKEN: async (scene) => {
    const hand = await pushed(scene, "shared", { "src/model.py": `MODEL = "${uri("shared")}"\n` });
    return toldByClient(rollOut(hand, { words: "words", labels: "labels" }, { file: { isModelFile: () => true } }));
  },

  REFERENCE_UNWRITABLE: async (scene) => {
    const hand = await pushed(scene, "raw", { "src/model.py": `MODEL = r"${uri("raw")}"\n` });
    return toldByClient(rollOut(hand, "a model", { file: { uri: uri("raw", 'model"7.txt') } }));
  },

  MANIFEST_INVALID: async (scene) => {
    const manifest = { required_files: [{ name: "model" }] };
    const hand = await pushed(scene, "malformed", { "model_manifest.json": JSON.stringify(manifest) });
    return toldByClient(rollOut(hand, "a model"));
  },

  FREEZE_INCOMPLETE: async (scene) => {
    const manifest = { required_files: [entry("model", "frozen"), entry("vocabulary", "frozen")] };
    const hand = await pushed(scene, "frozen", { "model_manifest.json": JSON.stringify(manifest) });
    return toldByClient(rollOut(hand, "a model", { file: { reference: { kind: "manifest", name: "model", freeze: true } } }));
  },

  /** A store that tells no md5 of its files, as data connectors may. */
  MODEL_MD5_UNKNOWN: async (scene) => {
    const manifest = { model_filepath: "demo/hashed/model.txt", model_md5_hash: "0".repeat(32) };
    const hand = await pushed(scene, "hashed", { "model_manifest.json": JSON.stringify(manifest) });
    await hand.put("model-v7.txt", "a model");
    scene.tap.onRequest = ({ method, path }) => (method === "HEAD" && path.endsWith("model-v7.txt") ? "unhashed" : undefined);
    const stored = { bytes: { kind: "stored" }, uri: uri("hashed", "model-v7.txt") } as const;
    return toldByClient(rollOut(tapped(scene, hand), "a model", { file: stored }));
  },
};
