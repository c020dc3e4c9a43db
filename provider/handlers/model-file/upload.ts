import { statSync } from "node:fs";
import type { Platform } from "../../client";
import { errors } from "../../errors";
import { engineLog } from "../../host/engine-log";
import { hashModelFully } from "../../model/hash-model";
import { defaultTimeouts } from "../../rollout/desired";
import { silent } from "../../rollout/report";
import { upload as stream } from "../../rollout/upload";
import type { Inputs, RunFacts } from "./inputs";

/**
 * Puts a local file at the address made of its hash, unless it is there, and checks what arrived.
 * @returns its md5, as storage answers with it
 * @throws MODEL_NOT_FOUND, MODEL_CHANGED, UPLOAD_NOT_VERIFIED, and what the transport throws
 */
export async function upload({ uri, store, sha256 }: Inputs, { path, urn }: RunFacts, platform: Platform): Promise<string> {
  if (!statSync(path, { throwIfNoEntry: false })) throw errors.MODEL_NOT_FOUND(path);
  const { md5, sizeBytes, ...seen } = await hashModelFully(path);
  if (seen.sha256 !== sha256) throw errors.MODEL_CHANGED(path, sha256);

  const stat = await platform.data.stat(uri);
  if (stat?.kind === "file" && stat.sizeBytes === sizeBytes && (stat.md5 ?? md5) === md5) return md5;
  const bytes = { kind: "local", path } as const;
  const progress = (_step: string, text: string) => void (urn && engineLog(text, urn));
  const file = { name: "", bytes, sha256, uri, store, sizeBytes, md5, isModelFile: () => true };
  await stream(file, defaultTimeouts, platform, { ...silent, progress });
  return md5;
}
