import { statSync } from "node:fs";
import type { Platform } from "../client";
import { errors } from "../errors";
import { hashFileFully } from "../model/hash-file";
import type { Desired } from "./desired";

/** The bytes to serve, as the platform can be asked about them. */
export interface Identity {
  sizeBytes: number;
  /** Unknown only for a stored file whose store gives no md5. */
  md5?: string;
}

/**
 * Reads the bytes once more before anything is written: they must be the ones that were previewed.
 * The md5 comes out of the same pass, as storage answers with it.
 * @throws MODEL_CHANGED, MODEL_NOT_FOUND, MODEL_NOT_IN_STORE
 */
export async function identify(desired: Desired, platform: Platform): Promise<Identity> {
  if (desired.bytes.kind === "stored") {
    const stat = await platform.data.stat(desired.modelUri);
    if (stat?.kind !== "file") throw errors.MODEL_NOT_IN_STORE(desired.modelUri);
    return { sizeBytes: stat.sizeBytes, md5: stat.md5 };
  }
  const { path } = desired.bytes;
  if (!statSync(path, { throwIfNoEntry: false })) throw errors.MODEL_NOT_FOUND(path);
  const hashed = await hashFileFully(path);
  if (hashed.sha256 !== desired.modelSha256) throw errors.MODEL_CHANGED(path, desired.modelSha256);
  return { sizeBytes: hashed.sizeBytes, md5: hashed.md5 };
}
