import { statSync } from "node:fs";
import type { Platform } from "../client";
import { errors } from "../errors";
import { hashModelFully } from "../model/hash-model";
import type { Desired, DesiredFile } from "./desired";

/** The bytes to serve, as the platform can be asked about them. */
export interface Identity {
  sizeBytes: number;
  /** Unknown only for a stored file whose store gives no md5. */
  md5?: string;
}

/** A file to serve, its bytes seen. */
export type IdentifiedFile = DesiredFile & Identity;

/**
 * Reads the bytes once more before anything is written: they must be the ones that were previewed.
 * The md5 comes out of the same pass, as storage answers with it.
 * @throws MODEL_CHANGED, MODEL_NOT_FOUND, MODEL_NOT_IN_STORE
 */
export async function identify({ files }: Desired, platform: Platform): Promise<IdentifiedFile[]> {
  const identified: IdentifiedFile[] = [];
  for (const file of files) identified.push({ ...file, ...(await identifyOne(file, platform)) });
  return identified;
}

async function identifyOne({ bytes, uri, sha256 }: DesiredFile, platform: Platform): Promise<Identity> {
  if (bytes.kind === "stored") return identifyStored(uri, platform);
  const { path } = bytes;
  if (!statSync(path, { throwIfNoEntry: false })) throw errors.MODEL_NOT_FOUND(path);
  const hashed = await hashModelFully(path);
  if (hashed.sha256 !== sha256) throw errors.MODEL_CHANGED(path, sha256);
  return { sizeBytes: hashed.sizeBytes, md5: hashed.md5 };
}

/** @throws MODEL_NOT_IN_STORE */
export async function identifyStored(uri: string, platform: Platform): Promise<Identity> {
  const stat = await platform.data.stat(uri);
  if (stat?.kind !== "file") throw errors.MODEL_NOT_IN_STORE(uri);
  return { sizeBytes: stat.sizeBytes, md5: stat.md5 };
}
