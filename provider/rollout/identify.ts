import { statSync } from "node:fs";
import type { Platform } from "../client";
import { errors } from "../errors";
import { hashModelFully } from "../model/hash-model";
import { splitVersion, withVersion } from "../model/object-version";
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
 * @throws MODEL_CHANGED, MODEL_NOT_FOUND, MODEL_NOT_IN_STORE, STORED_MODEL_DIFFERS
 */
export async function identify({ files, timeouts }: Desired, platform: Platform): Promise<IdentifiedFile[]> {
  const identified: IdentifiedFile[] = [];
  for (const file of files) {
    const seen = { ...file, ...(await identifyOne(file, platform)) };
    if (file.bytes.kind === "stored" && file.bytes.verify === "content") await readThrough(seen, timeouts.upload, platform);
    identified.push(seen);
  }
  return identified;
}

async function identifyOne(file: DesiredFile, platform: Platform): Promise<Identity & Partial<Pick<DesiredFile, "bytes">>> {
  const { bytes, sha256 } = file;
  if (bytes.kind === "stored") return identifyStored(file, platform);
  const { path } = bytes;
  if (!statSync(path, { throwIfNoEntry: false })) throw errors.MODEL_NOT_FOUND(path);
  const hashed = await hashModelFully(path);
  if (hashed.sha256 !== sha256) {
    // `ignoreChanges` holds on to the model that serves, whatever lies at its path by now.
    const kept = await keptInStore(file, platform);
    if (!kept) throw errors.MODEL_CHANGED(path, sha256);
    return { ...kept, bytes: { kind: "stored" } };
  }
  return { sizeBytes: hashed.sizeBytes, md5: hashed.md5 };
}

/** The bytes in storage, where this run does not change them and they are still what was recorded; an md5 is needed to tell. */
async function keptInStore({ uri, recorded }: DesiredFile, platform: Platform): Promise<Identity | undefined> {
  if (recorded?.md5 === undefined) return undefined;
  const stat = await platform.data.stat(uri);
  const isSame = stat?.kind === "file" && stat.sizeBytes === recorded.sizeBytes && stat.md5 === recorded.md5;
  return isSame ? { sizeBytes: stat.sizeBytes, md5: stat.md5 } : undefined;
}

/**
 * Looks at a file that is in storage already. Where its store has versions and none is named, the current one is from here on.
 * @throws MODEL_NOT_IN_STORE, STORED_MODEL_DIFFERS
 */
export async function identifyStored({ uri, sha256 }: DesiredFile, platform: Platform): Promise<Identity & { uri: string }> {
  const stat = await platform.data.stat(uri);
  if (stat?.kind !== "file") throw errors.MODEL_NOT_IN_STORE(uri);
  if (stat.sha256 !== undefined && stat.sha256 !== sha256) throw errors.STORED_MODEL_DIFFERS(uri, sha256, stat.sha256);
  const { uri: plain, versionId = stat.versionId } = splitVersion(uri);
  return { uri: withVersion(plain, versionId), sizeBytes: stat.sizeBytes, md5: stat.md5 };
}

/** @throws STORED_MODEL_DIFFERS */
async function readThrough({ uri, sha256 }: IdentifiedFile, timeoutSeconds: number, platform: Platform): Promise<void> {
  const found = await platform.data.sha256(uri, { timeoutSeconds });
  if (found !== sha256) throw errors.STORED_MODEL_DIFFERS(uri, sha256, found);
}
