import type { StoredFile } from "../client";
import { sizeText } from "../model/size-text";
import { readPins } from "../pins/read-pins";
import type { Survey } from "../retention/survey";
import { renderReclaimed, renderSurvey } from "./render-gc";
import type { Terminal } from "./terminal";

export interface GcOptions {
  /** The pin files, of all stacks. */
  file: readonly string[];
  /** So many of the newest files that nothing needs stay, in each collection. */
  keep: number;
  /** Seconds; a younger file stays. */
  olderThan: number;
  shared?: boolean;
  /** Delete; without it nothing is. */
  yes?: boolean;
  json?: boolean;
}

/** Becomes true when the work shall end, see `interruptible`. */
export interface Interrupted {
  readonly aborted: boolean;
}

/**
 * `pulumi-algorithmia gc`: tells which uploads nothing needs any more, and with `yes` deletes them one by one, each after one more look.
 *
 * @param interrupted Ends the work between two files.
 * @returns the exit code: 1 when it was interrupted
 * @throws PINS_NOT_FOUND, PINS_MALFORMED and the platform's errors
 */
export async function gc(options: GcOptions, terminal: Terminal, interrupted: Interrupted = { aborted: false }): Promise<number> {
  const pinFiles = options.file.map(readPins);
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const { withSurvey } = require("../retention/with-survey") as typeof import("../retention/with-survey");
  const platform = connect(resolveConnection({}));
  const { keep: keepFiles, olderThan: youngSeconds, shared = false, yes = false } = options;
  try {
    return await withSurvey(pinFiles, { keepFiles, youngSeconds, shared }, platform, async (found, skipped) => {
      if (!options.json) terminal.out(renderSurvey(found, skipped, { dryRun: !yes }));
      const removable = found.stores.flatMap(({ remove }) => remove);
      const removed = yes ? await removeAll(removable, found, platform.data.remove, terminal, interrupted) : [];
      if (options.json) {
        const { stores } = found;
        const reclaimed = { removed: removed.map(({ uri }) => uri), reclaimedBytes: sumOf(removed), interrupted: interrupted.aborted };
        terminal.out(`${JSON.stringify({ dryRun: !yes, stores, skipped, reclaimableBytes: sumOf(removable), ...reclaimed })}\n`);
      } else if (yes) terminal.out(renderReclaimed(removed, { interrupted: interrupted.aborted }));
      return interrupted.aborted ? 1 : 0;
    });
  } finally {
    platform.close();
  }
}

async function removeAll(
  files: readonly StoredFile[],
  { neededNow }: Survey,
  remove: (uri: string) => Promise<void>,
  { err }: Terminal,
  interrupted: Interrupted,
): Promise<StoredFile[]> {
  const removed: StoredFile[] = [];
  try {
    for (const [index, file] of files.entries()) {
      if (interrupted.aborted) break;
      const needed = await neededNow(file.uri);
      const counted = `${index + 1}/${files.length} ${file.uri} (${sizeText(file.sizeBytes)})`;
      if (needed !== undefined) {
        err(`${counted} stays: ${needed}\n`);
        continue;
      }
      await remove(file.uri);
      removed.push(file);
      err(`${counted} deleted\n`);
    }
  } catch (error) {
    // Ctrl-C reaches the git commands too; what they say then is no fault.
    if (!interrupted.aborted) {
      err(renderReclaimed(removed, { interrupted: true }));
      throw error;
    }
  }
  return removed;
}

const sumOf = (files: readonly StoredFile[]) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
