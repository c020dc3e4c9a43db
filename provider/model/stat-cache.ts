import { createHash } from "node:crypto";
import { closeSync, fstatSync, futimesSync, openSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { FileStamp, Stamped } from "./file-stamp";
import { sweepOnceADay } from "./sweep-cache";
import { writeAtomically } from "./write-atomically";

/**
 * A file written twice within one tick of the file system's clock has the same stamp both times. Only when the last change was
 * this long before the hashing began does the stamp vouch for the bytes (git calls the others "racily clean").
 */
const settledMs = 2_000;
const dayMs = 86_400_000;

/** What reading a model told about it, all of which holds as long as its stamp does. */
export interface Known {
  /** 64 lower-case hex digits. */
  sha256: string;
  /** Of the file, or of the folder's archive. */
  sizeBytes: number;
  /** Where somebody asked for it: DVC names files by it. */
  md5?: string;
  /** What the format checks have to say. */
  findings: Finding[];
}

/** Something to warn about. A sentence is made of the file's path and `text`; in a folder `file` says which of its files. */
export interface Finding {
  file?: string;
  text: string;
}

interface Entry extends Known {
  format: 2;
  path: string;
  stamp: FileStamp;
  changedMs: number;
  beganMs: number;
}

/** Remembers what models hold by their stamps, so that a second preview reads no model byte. */
export interface StatCache {
  /** @param path Absolute. @returns what is known if the model with this stamp was read before. */
  recall(path: string, stamp: FileStamp): Known | undefined;
  /** @param beganMs When the reading began, in ms since 1970, by the clock of this machine. */
  remember(path: string, stamped: Pick<Stamped, "stamp" | "changedMs">, known: Known, beganMs: number): Promise<void>;
}

/**
 * Opens the cache. It can only ever save work: whatever is damaged, foreign, too new or unwritable in it counts as absent.
 *
 * @param folder One small file a path; made when it is first written to. Without a folder nothing is remembered.
 * @example const cache = openStatCache(); const known = cache.recall(path, stamp);
 */
export function openStatCache(folder: string | undefined = defaultFolder()): StatCache {
  if (folder === undefined) return { recall: () => undefined, remember: async () => undefined };
  const fileOf = (path: string) => join(folder, `${createHash("sha256").update(path).digest("hex").slice(0, 40)}.json`);
  return {
    recall(path, stamp) {
      const entry = readEntry(fileOf(path));
      if (entry?.path !== path || entry.stamp !== stamp || !isSettled(entry)) return undefined;
      const { sha256, sizeBytes, md5, findings } = entry;
      return { sha256, sizeBytes, md5, findings };
    },

    async remember(path, { stamp, changedMs }, known, beganMs) {
      const file = fileOf(path);
      const entry: Entry = { format: 2, path, stamp, ...known, changedMs, beganMs };
      try {
        if (!isSettled(entry)) return await rm(file, { force: true });
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
        await sweepOnceADay(folder);
      } catch {
        // Full, read-only or someone else's: the next preview hashes again.
      }
    },
  };
}

/** `$XDG_CACHE_HOME/pulumi-algorithmia/hashes`, by default under `~/.cache`; undefined where there is no home. */
export function defaultFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const configured = environment.XDG_CACHE_HOME;
  // The XDG specification: a relative path there is invalid and ignored.
  const base = configured && isAbsolute(configured) ? configured : homeCache();
  return base && join(base, "pulumi-algorithmia", "hashes");
}

function homeCache(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, ".cache") : undefined;
  } catch {
    return undefined; // A user without an entry in the system's user list, as some containers have.
  }
}

/**
 * Read at once, without the thread pool: an entry is a line, and a program with hundreds of models asks for hundreds. Its file's
 * time says when it was last of use; once a day is fine enough for a sweep after ninety.
 */
function readEntry(path: string): Entry | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const entry = JSON.parse(readFileSync(file, "utf8")) as Partial<Entry> | null;
    if (!isEntry(entry)) return undefined;
    const nowMs = Date.now();
    if (nowMs - fstatSync(file).mtimeMs > dayMs) futimesSync(file, nowMs / 1000, nowMs / 1000);
    return entry;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** By hand: a schema library would take longer to load than all entries of a large program to read. */
function isEntry(entry: Partial<Entry> | null): entry is Entry {
  const texts = [entry?.path, entry?.stamp, entry?.sha256];
  const numbers = [entry?.changedMs, entry?.beganMs, entry?.sizeBytes];
  return (
    entry?.format === 2 &&
    texts.every((text) => typeof text === "string") &&
    numbers.every((number) => typeof number === "number") &&
    /^[0-9a-f]{64}$/.test(entry.sha256 ?? "") &&
    Array.isArray(entry.findings) &&
    entry.findings.every((finding) => typeof finding?.text === "string")
  );
}

function isSettled({ changedMs, beganMs }: Pick<Entry, "changedMs" | "beganMs">): boolean {
  return beganMs - changedMs >= settledMs;
}
