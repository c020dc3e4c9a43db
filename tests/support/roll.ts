import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../provider/client";
import { inspectModel } from "../../provider/model/inspect-model";
import { rollout } from "../../provider/rollout";
import { type Desired, defaultTimeouts, type Serving } from "../../provider/rollout/desired";
import { silent } from "../../provider/rollout/report";
import type { Hand } from "./algorithm";

/** Rolls a text out as the algorithm's model, without an engine; `settings` go over what is desired. */
export async function rollOut(hand: Hand, text: string, settings: Partial<Desired> = {}): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), "models-"));
  const path = join(folder, "model.txt");
  writeFileSync(path, text);
  const { url, apiKey } = hand.platform;
  const platform = connect({ apiAddress: url, gitAddress: url, apiKey });
  try {
    const { sha256 } = await inspectModel(path);
    const desired: Desired = {
      algorithm: hand.algorithm,
      bytes: { kind: "local", path },
      modelSha256: sha256,
      modelUri: `data://${hand.algorithm}/model-${sha256.slice(0, 12)}.txt`,
      store: `data://${hand.algorithm}`,
      isModelFile: (name) => name === "model.txt" || name.startsWith("model-"),
      versionType: "minor",
      timeouts: { ...defaultTimeouts, build: 60 },
      ...settings,
    };
    return await rollout(desired, platform, silent);
  } finally {
    platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
