import { createHash, randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Takes a data folder for this process, or throws if another live process has it; returns how to give it back. */
export function takeLock(file: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, processStart: processStart(process.pid), token: randomUUID() });
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      if (linked(draft, file)) return () => release(file, mine);
      const holder = contents(file);
      if (holder === undefined) continue;
      const pid = livingHolder(holder);
      if (pid !== undefined) throw new DataFolderInUse(pid);
      removeStale(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living process that holds a data folder's lock, or undefined when none does. */
export function lockHolder(file: string): number | undefined {
  const holder = contents(file);
  return holder === undefined ? undefined : livingHolder(holder);
}

/** The data folder belongs to a process that is still alive. */
export class DataFolderInUse extends Error {
  constructor(readonly pid: number) {
    super(`it is in use by the platform with process id ${pid}. Stop that one first, or choose another folder with --data.`);
  }
}

/** Linking a finished file into place is atomic, so nobody ever reads a lock that is half-written. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes a dead process's lock. Several may find it at once, and a slow one must not remove the lock that a quick one has taken since: only
 * who holds the lock on this very stale lock may remove it, and as long as it is held nobody else changes the file. A process that died
 * while it held that one left a stale lock like any other.
 */
function removeStale(file: string, stale: string): void {
  let release: () => void;
  try {
    release = takeLock(`${file}.${createHash("sha256").update(stale).digest("hex").slice(0, 16)}`);
  } catch (error) {
    // A rival is about to remove it: look again.
    if (error instanceof DataFolderInUse) return;
    throw error;
  }
  if (contents(file) === stale) rmSync(file, { force: true });
  release();
}

function livingHolder(text: string): number | undefined {
  const holder = parsed(text);
  if (!holder) return undefined;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  // The number may have been given to a new process since; its start time tells.
  const started = processStart(holder.pid);
  return started !== undefined && holder.processStart !== undefined && started !== holder.processStart ? undefined : holder.pid;
}

function parsed(text: string): { pid: number; processStart?: string } | undefined {
  try {
    const value = JSON.parse(text) as { pid?: unknown; processStart?: unknown };
    if (typeof value.pid !== "number") return undefined;
    return { pid: value.pid, processStart: typeof value.processStart === "string" ? value.processStart : undefined };
  } catch {
    return undefined;
  }
}

/** Start time of a process in clock ticks since boot, where the system tells it (Linux). */
function processStart(pid: number): string | undefined {
  const stat = contents(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function release(file: string, mine: string): void {
  if (contents(file) === mine) rmSync(file, { force: true });
}

function contents(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
