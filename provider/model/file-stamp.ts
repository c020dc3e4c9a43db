import { statSync } from "node:fs";

/**
 * What the file system tells of a file without reading it: size, times in nanoseconds, inode, device. Equal stamps mean that
 * nobody wrote the file in between. A plain text, so that it can be kept and compared anywhere.
 */
export type FileStamp = string;

/** The numbers of a stamp that are looked at one by one. */
export interface Stamped {
  stamp: FileStamp;
  kind: "file" | "directory" | "other";
  sizeBytes: number;
  changedMs: number;
  /** Tells one file or folder from all others on this machine, whatever path leads to it. */
  id: string;
}

/**
 * Takes the stamp of a file (symbolic links are followed).
 * @throws The file system's own error.
 * @example if (!sameStamp(stampOf(model.path), model.stamp)) { … }
 */
export function stampOf(path: string): FileStamp {
  return stampFile(path).stamp;
}

/** Is the file the one it was, as far as can be told without reading it? */
export function sameStamp(one: FileStamp, other: FileStamp): boolean {
  return one === other;
}

/** As {@link stampOf}, with what it is, its size in bytes and the time of the last change of content or name, in ms since 1970. */
export function stampFile(path: string): Stamped {
  const stats = statSync(path, { bigint: true });
  const { size, mtimeNs, ctimeNs, ino, dev } = stats;
  const stamp = `size=${size} mtime=${mtimeNs} ctime=${ctimeNs} inode=${ino} device=${dev}`;
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
  return { stamp, kind, sizeBytes: Number(size), changedMs: Number(ctimeNs / 1_000_000n), id: `${dev}:${ino}` };
}
