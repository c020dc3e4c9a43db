import type { AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import type { rolloutErrors } from "../../../provider/errors/rollout";
import { Hand } from "../../support/algorithm";
import { rollOut } from "../../support/roll";
import { interrupted, withoutItsPath } from "../provocations/engine-runs";
import { heldPackage } from "../provocations/held-package";
import { loseTheBranch, rejectEveryPush } from "../provocations/operator";
import { naming, pushed, pushedPython, type Scenarios, tapped, written } from "../scene";
import { inOnePreview, toldByClient, toldByCommand } from "../told";

const failing = (uri: string) => `MODEL = "${uri}"\n\n\ndef apply(input):\n    raise ValueError("expected 64 features")\n`;
const broken = (uri: string) => `MODEL = "${uri}"\n\n\ndef apply(input:\n`;

const inPreview = inOnePreview((scene) => {
  const bad = { algorithm: "algo://acme/x/1.0.0", modle: "x", updateMode: "reload" } as const;
  return { ...bad, model: written(scene, "model.txt", "a model") } as AlgorithmModelVersionArgs;
});

export const rolloutScenarios: Scenarios<typeof rolloutErrors> = {
  INPUT_INVALID: inPreview("INPUT_INVALID"),
  INPUT_UNKNOWN: inPreview("INPUT_UNKNOWN"),
  NOT_YET_SUPPORTED: inPreview("NOT_YET_SUPPORTED"),
  ROLLOUT_STOPPED: interrupted,
  MODEL_PATH_UNKNOWN: withoutItsPath,

  MODEL_NOT_IN_STORE: async (scene) => {
    const hand = await pushed(scene, "unstored", { "src/model.py": naming("data://demo/unstored/model.txt") });
    return toldByClient(rollOut(hand, "a model", { file: { bytes: { kind: "stored" }, uri: "data://demo/unstored/model-v7.txt" } }));
  },

  /** Somebody else writes the same file before the client hears that its own bytes have come. */
  UPLOAD_NOT_VERIFIED: async (scene) => {
    const hand = await pushed(scene, "overwritten", { "src/model.py": naming("data://demo/overwritten/model.txt") });
    scene.tap.onAnswered = async ({ method, path }) => {
      if (method === "PUT") await hand.put(path.split("/").at(-1) ?? "", "other bytes");
    };
    return toldByClient(rollOut(tapped(scene, hand), "a model"));
  },

  PUSH_REJECTED: async (scene) => {
    const hand = await pushed(scene, "guarded", { "src/model.py": naming("data://demo/guarded/model.txt") });
    await rejectEveryPush(scene, hand);
    return toldByClient(rollOut(hand, "a model"));
  },

  /** Somebody else pushes each time the client has fetched. */
  PUSH_CONTENDED: async (scene) => {
    const hand = await pushed(scene, "contended", { "src/model.py": naming("data://demo/contended/model.txt") });
    scene.tap.onAnswered = async ({ path }) => {
      if (path.endsWith("/git-upload-pack")) await hand.push({}, "A change by somebody else");
    };
    return toldByClient(rollOut(tapped(scene, hand), "a model"));
  },

  GIT_FAILED: async (scene) => {
    const hand = await pushed(scene, "nogit", { "src/model.py": naming("data://demo/nogit/model.txt") });
    scene.tap.onRequest = ({ path }) => (path.endsWith("/git-upload-pack") ? "garbled" : undefined);
    return toldByClient(rollOut(tapped(scene, hand), "a model"));
  },

  SOURCE_EMPTY: async (scene) => {
    const hand = new Hand(scene.platform, "unwritten");
    await hand.create();
    await loseTheBranch(scene, hand);
    return toldByClient(rollOut(hand, "a model"));
  },

  BUILD_FAILED: async (scene) => toldByClient(rollOut(await pushedPython(scene, "broken", broken), "a model")),

  /** Its requirement is a package that never arrives. */
  BUILD_TIMEOUT: async (scene) => {
    const held = await heldPackage();
    try {
      const source = { "src/slow.py": naming("data://demo/slow/model.txt"), "requirements.txt": `${held.requirement}\n` };
      const hand = await pushed(scene, "slow", source);
      return await toldByClient(rollOut(hand, "a model", { timeouts: { upload: 60, build: 0.5, smoke: 60, publish: 60 } }));
    } finally {
      held.release();
    }
  },

  /** Somebody deletes the algorithm, and creates it anew, before the client hears that its version is published. */
  PUBLISH_NOT_VERIFIED: async (scene) => {
    const hand = await pushedPython(scene, "recreated", naming);
    scene.tap.onAnswered = async ({ method, path }) => {
      if (method !== "POST" || !path.endsWith("/versions")) return;
      await hand.api("DELETE", `/v1/algorithms/${hand.algorithm}`);
      await hand.create();
    };
    return toldByClient(rollOut(tapped(scene, hand), "a model"));
  },

  VERSION_NOT_FOUND: async (scene) => {
    const hand = new Hand(scene.platform, "unpublished");
    await hand.create();
    const pin = `algorithms:\n  ${hand.algorithm}:\n    model: model.txt\n    sha256: ${"0".repeat(64)}\n`;
    return toldByCommand(scene.platform, "rollback", hand.algorithm, "--file", written(scene, "models.yaml", pin));
  },

  VERSION_DOES_NOT_SERVE: async (scene) => {
    const hand = await pushedPython(scene, "unserving", failing);
    return toldByClient(rollOut(hand, "a model", { sampleInput: '{"pixels":[]}' }));
  },
};
