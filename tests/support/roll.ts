import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../provider/client";
import { inspectModel } from "../../provider/model/inspect-model";
import { rollout } from "../../provider/rollout";
import { type Desired, type DesiredFile, defaultTimeouts, type Serving } from "../../provider/rollout/desired";
import { silent } from "../../provider/rollout/report";
import type { Hand } from "./algorithm";

/** What differs from a model `model.txt` in the algorithm's own collection. */
export interface RollSettings extends Partial<Omit<Desired, "files">> {
  file?: Partial<DesiredFile>;
}

/** Rolls texts out as an algorithm's models, by name, without an engine; one text alone is its `model`. */
export async function rollOut(
  hand: Hand,
  texts: string | Record<string, string>,
  { file, ...settings }: RollSettings = {},
): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), "models-"));
  const { url, apiKey } = hand.platform;
  const platform = connect({ apiAddress: url, gitAddress: url, apiKey });
  const named = typeof texts === "string" ? { "": texts } : texts;
  try {
    const files = Object.entries(named).map(async ([name, text]) => ({ ...(await desiredFile(hand, folder, name, text)), ...file }));
    const desired: Desired = {
      algorithm: hand.algorithm,
      files: await Promise.all(files),
      versionType: "minor",
      timeouts: { ...defaultTimeouts, build: 600 },
      ...settings,
    };
    return await rollout(desired, platform, silent);
  } finally {
    platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function desiredFile({ algorithm }: Hand, folder: string, name: string, text: string): Promise<DesiredFile> {
  const stem = name || "model";
  const path = join(folder, `${stem}.txt`);
  writeFileSync(path, text);
  const { sha256 } = await inspectModel(path);
  return {
    name,
    bytes: { kind: "local", path },
    sha256,
    uri: `data://${algorithm}/${stem}-${sha256.slice(0, 12)}.txt`,
    store: `data://${algorithm}`,
    isModelFile: (fileName) => fileName === `${stem}.txt` || fileName.startsWith(`${stem}-`),
  };
}
