import type { Platform, Stat } from "../client";
import { AlgorithmiaError } from "../errors";
import { isHosted } from "../model/object-version";
import { sameBytes } from "../rollout/observe";
import type { KnownFile } from "./files-at";

/** Whether storage still holds what was rolled out; "unknown" for stores that are out of reach and for files by hand. */
export type StorageState = "unchanged" | "other bytes" | "missing" | "unknown";

/** Looks at files in storage, at each once. Of a file by hand the size and md5 that storage tells are all that is known. */
export function storageStates(platform: Platform) {
  const looks = new Map<string, ReturnType<typeof lookAt>>();
  return async (file: KnownFile): Promise<{ storage: StorageState; sizeBytes?: number; md5?: string }> => {
    const look = looks.get(file.uri) ?? lookAt(file.uri, platform);
    looks.set(file.uri, look);
    const stat = await look;
    if (stat === "out of reach") return { storage: "unknown" };
    if (stat?.kind !== "file") return { storage: "missing" };
    if (file.sha256 === undefined) return { storage: "unknown", sizeBytes: stat.sizeBytes, md5: stat.md5 };
    const { sizeBytes, md5 } = file;
    const isSame = sizeBytes !== undefined && sameBytes(stat, { ...file, sizeBytes });
    return { storage: isSame ? "unchanged" : "other bytes", sizeBytes, md5 };
  };
}

/** A store behind a connector may be gone long after what was rolled out from it: the history is told all the same. */
async function lookAt(uri: string, platform: Platform): Promise<Stat | undefined | "out of reach"> {
  try {
    return await platform.data.stat(uri);
  } catch (error) {
    if (error instanceof AlgorithmiaError && !isHosted(uri)) return "out of reach";
    throw error;
  }
}
