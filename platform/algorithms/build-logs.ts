import { closeSync, openSync, writeSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The logs of builds, a file each. */
export interface BuildLogs {
  file(buildId: string): string;
  /** Begins a log anew; `write` is what the build says, `close` ends it. */
  begin(buildId: string): { write(text: string): void; close(): void };
  /** The log so far; empty before it begins. */
  read(buildId: string): Promise<string>;
  /** The log from its beginning, piece by piece as it grows, until `ended` is settled. */
  follow(buildId: string, ended: Promise<unknown>): AsyncGenerator<Buffer>;
}

const pieceBytes = 64 * 1024;

/** Keeps logs in a folder. */
export function createBuildLogs(folder: string): BuildLogs {
  const file = (buildId: string) => join(folder, `${buildId}.log`);
  const waiting = new Map<string, Set<() => void>>();
  const wake = (buildId: string) => {
    for (const go of waiting.get(buildId) ?? []) go();
    waiting.delete(buildId);
  };
  const growth = (buildId: string) =>
    new Promise<void>((resolve) => {
      waiting.set(buildId, (waiting.get(buildId) ?? new Set()).add(resolve));
    });
  return {
    file,
    begin(buildId) {
      const descriptor = openSync(file(buildId), "w");
      return {
        write(text) {
          writeSync(descriptor, text);
          wake(buildId);
        },
        close: () => closeSync(descriptor),
      };
    },
    read: (buildId) => readFile(file(buildId), "utf8").catch(() => ""),
    async *follow(buildId, ended) {
      let over = false;
      const end = () => {
        over = true;
        wake(buildId);
      };
      ended.then(end, end);
      for (let sent = 0; ; ) {
        // Asked before reading: what is written last comes before the end.
        const last = over;
        const grown = growth(buildId);
        const piece = await readAt(file(buildId), sent);
        sent += piece.length;
        if (piece.length > 0) yield piece;
        else if (last) return;
        else await grown;
      }
    },
  };
}

async function readAt(path: string, position: number): Promise<Buffer> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
