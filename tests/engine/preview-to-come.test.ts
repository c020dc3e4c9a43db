import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion, ModelFile } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";

const scene = setScene();

test("a file that the same update puts there first is no warning in its preview; one that nothing is known to put there is", async () => {
  const hand = await Hand.served(scene.platform, "stored");
  const path = join(scene.folder, "weights.txt");
  writeFileSync(path, "of this very update");
  const sha256 = createHash("sha256").update("of this very update").digest("hex");
  const uri = `data://demo/files/weights-${sha256.slice(0, 12)}.txt`;
  const stack = await scene.createStack({
    program: () => {
      // Its address and hash are known before it is there.
      const file = new ModelFile("weights", { model: path, store: "data://demo/files" });
      const reference = { kind: "source", file: "src/stored.py", anchor: "client.file(" } as const;
      const args = { algorithm: hand.algorithm, reference };
      new AlgorithmModelVersion("byOutputs", { ...args, model: { uri: file.uri, sha256: file.sha256 } });
      new AlgorithmModelVersion("byDependsOn", { ...args, model: { uri, sha256 } }, { dependsOn: file });
      new AlgorithmModelVersion("byNothing", { ...args, model: { uri, sha256 } });
      return {};
    },
  });
  const { events } = await stack.preview();
  const told = events.flatMap(({ diagnosticEvent: event }) =>
    event?.urn?.includes("AlgorithmModelVersion") && !event.ephemeral
      ? [[event.urn.split("::").at(-1), event.severity, event.message.trimEnd()] as const]
      : [],
  );
  const toCome = `plan: not known yet, as weights is made or changed first. Until then: There is no file ${uri}.`;
  expect([...told].sort()).toEqual([
    ["byDependsOn", "info", toCome],
    ["byNothing", "warning", expect.stringMatching(/^What up will do here cannot be told: There is no file .* \[MODEL_NOT_IN_STORE\]$/)],
    ["byOutputs", "info", toCome],
  ]);
});
