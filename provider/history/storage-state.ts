import type { Platform } from "../client";
import type { KnownFile } from "./files-at";

/** Whether storage still holds what was rolled out; "unknown" for other stores than hosted data and for files by hand. */
export type StorageState = "unchanged" | "other bytes" | "missing" | "unknown";

/** Looks at files in storage, at each once. Of a file by hand the size and md5 that storage tells are all that is known. */
export function storageStates(platform: Platform) {
  const looks = new Map<string, ReturnType<Platform["data"]["stat"]>>();
  return async (file: KnownFile): Promise<{ storage: StorageState; sizeBytes?: number; md5?: string }> => {
    if (!file.uri.startsWith("data://")) return { storage: "unknown" };
    const look = looks.get(file.uri) ?? platform.data.stat(file.uri);
    looks.set(file.uri, look);
    const stat = await look;
    if (stat?.kind !== "file") return { storage: "missing" };
    if (file.sha256 === undefined) return { storage: "unknown", sizeBytes: stat.sizeBytes, md5: stat.md5 };
    const { sizeBytes, md5 } = file;
    const isSame = sizeBytes === stat.sizeBytes && (md5 === undefined || stat.md5 === undefined || md5 === stat.md5);
    return { storage: isSame ? "unchanged" : "other bytes", sizeBytes, md5 };
  };
}
