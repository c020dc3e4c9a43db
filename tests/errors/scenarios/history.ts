import { connect } from "../../../provider/client";
import type { historyErrors } from "../../../provider/errors/history";
import type { ServingFile } from "../../../provider/rollout/desired";
import type { Hand } from "../../support/algorithm";
import { rollOut } from "../../support/roll";
import { naming, once, pushedPython, type Scenario, type Scenarios, type Scene, written } from "../scene";
import { toldByClient, toldByCommand } from "../told";

/** 0.1.0, rolled out by this package. */
const rolledOut = once(async (scene): Promise<{ hand: Hand; file: ServingFile }> => {
  const hand = await pushedPython(scene, "told", naming);
  const { files } = await rollOut(hand, "model one");
  return { hand, file: files[0]! };
});

const pinOf = (algorithm: string, sha256 = "0".repeat(64)) => `algorithms:\n  ${algorithm}:\n    model: model.txt\n    sha256: ${sha256}\n`;

const rollback = (scene: Scene, algorithm: string, pins: string, ...args: string[]) =>
  toldByCommand(scene.platform, "rollback", algorithm, "--file", written(scene, "models.yaml", pins), ...args);

/** Back to 0.1.0 after something has happened to its file; the file is as it was afterwards. */
const backToDamaged = (damage: (hand: Hand, fileName: string) => Promise<unknown>): Scenario => {
  return async (scene) => {
    const { hand, file } = await rolledOut(scene);
    const fileName = file.uri.split("/").at(-1) ?? "";
    await damage(hand, fileName);
    try {
      return await rollback(scene, hand.algorithm, pinOf(hand.algorithm), "--to", "0.1.0");
    } finally {
      await hand.put(fileName, "model one");
    }
  };
};

export const historyScenarios: Scenarios<typeof historyErrors> = {
  TIME_INVALID: ({ platform }) => toldByCommand(platform, "history", "demo/told", "--at", "yesterday"),

  VERSION_UNKNOWN: async (scene) => {
    const { algorithm } = (await rolledOut(scene)).hand;
    return rollback(scene, algorithm, pinOf(algorithm), "--to", "0.9.0");
  },

  ROLLBACK_NOT_PINNED: async (scene) => rollback(scene, (await rolledOut(scene)).hand.algorithm, pinOf("demo/other")),

  ROLLBACK_NOTHING_EARLIER: async (scene) => {
    const { hand, file } = await rolledOut(scene);
    return rollback(scene, hand.algorithm, pinOf(hand.algorithm, file.sha256));
  },

  /** Published by hand: nothing tells which bytes its file had. */
  VERSION_BYTES_UNKNOWN: async (scene) => {
    const hand = await pushedPython(scene, "byhand", naming);
    await hand.put("model.txt", "a model");
    await hand.publish();
    return rollback(scene, hand.algorithm, pinOf(hand.algorithm), "--to", "0.1.0");
  },

  ROLLBACK_OTHER_FILES: async (scene) => {
    const { algorithm } = (await rolledOut(scene)).hand;
    const models = ["vectorizer", "classifier"].map((name) => `      ${name}: { model: ${name}.txt, sha256: ${"0".repeat(64)} }\n`);
    return rollback(scene, algorithm, `algorithms:\n  ${algorithm}:\n    models:\n${models.join("")}`, "--to", "0.1.0");
  },

  ROLLBACK_FILE_GONE: backToDamaged((hand, fileName) => hand.api("DELETE", `/v1/data/${hand.algorithm}/${fileName}`)),

  ROLLBACK_FILE_CHANGED: backToDamaged((hand, fileName) => hand.put(fileName, "other bytes")),

  /** Deleting is by file; a collection, which would be deleted with all that it holds, is refused before it is asked for. */
  NOT_A_STORED_FILE: async ({ platform: { url, apiKey }, tap }) => {
    const client = connect({ apiAddress: tap.url, gitAddress: url, apiKey });
    try {
      return await toldByClient(client.data.remove("data://demo/told"));
    } finally {
      client.close();
      expect(tap.writes()).toEqual([]);
    }
  },
};
