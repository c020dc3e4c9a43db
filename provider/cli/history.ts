import type { Platform } from "../client";
import { AlgorithmiaError } from "../errors";
import type { History } from "../history";
import type { PinnedThen } from "../history/pinned-then";
import type { Pin } from "../pins/parse-pins";
import { readPins, readPinText } from "../pins/read-pins";
import { renderHistory } from "./render-history";
import type { Terminal } from "./terminal";

export interface HistoryCommandOptions {
  /** The pin file. */
  file: string;
  /** A time, to tell only which version was the newest then. */
  at?: string;
  limit?: number;
  json?: boolean;
}

/** What is told of one algorithm; a pinned one need not exist. */
export type Told = (History & { pinned?: PinnedVersion }) | { algorithm: string; missing: true };

/** What the pin file said then, and the version that serves it: with a roll-back not the newest of then. */
export type PinnedVersion = PinnedThen & { version?: string };

/**
 * `pulumi-algorithmia history`: which bytes each published version serves, from which commit and pull request. Reads only.
 *
 * @param algorithm `owner/name`, pinned or not; undefined for every pinned one.
 * @returns the exit code, 0
 * @throws TIME_INVALID, PINS_NOT_FOUND, PINS_MALFORMED, ALGORITHM_NOT_FOUND and the platform's other errors
 */
export async function history(algorithm: string | undefined, options: HistoryCommandOptions, terminal: Terminal): Promise<number> {
  const { readTime } = require("../history/read-time") as typeof import("../history/read-time");
  const at = options.at === undefined ? undefined : readTime(options.at);
  const asked = algorithm === undefined ? readPins(options.file).algorithms : { [algorithm]: pinOf(algorithm, options.file) };
  const told = await tellAll(Object.entries(asked), { at, limit: options.limit, file: options.file }, algorithm !== undefined);
  if (options.json) terminal.out(`${JSON.stringify({ ...(at && { at: at.toISOString() }), algorithms: told })}\n`);
  else terminal.out(told.length > 0 ? renderHistory(told, { at }) : `${options.file} pins nothing yet.\n`);
  return 0;
}

/** The algorithm's pin where there is one, which tells where its models lie. */
function pinOf(algorithm: string, file: string): Pin | undefined {
  return readPinText(file) === undefined ? undefined : readPins(file).algorithms[algorithm];
}

async function tellAll(
  asked: [string, Pin | undefined][],
  { file, ...options }: { file: string; at?: Date; limit?: number },
  mustExist: boolean,
): Promise<Told[]> {
  if (asked.length === 0) return []; // Needs neither network nor key.
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const { historyOf } = require("../history") as typeof import("../history");
  const { pinsThen } = require("../history/pinned-then") as typeof import("../history/pinned-then");
  const pinnedThen = options.at && (await pinsThen(file, options.at));
  const platform = connect(resolveConnection({}));
  try {
    const told: Told[] = [];
    for (const [algorithm, pin] of asked) {
      try {
        const history = await historyOf(algorithm, platform, { naming: pin, ...options });
        const pinned = await pinnedThen?.(algorithm);
        told.push({
          ...history,
          ...(pinned && { pinned: { ...pinned, version: await versionOf(pinned, history, pin, options.at, platform) } }),
        });
      } catch (error) {
        if (mustExist || !(error instanceof AlgorithmiaError) || error.code !== "ALGORITHM_NOT_FOUND") throw error;
        told.push({ algorithm, missing: true });
      }
    }
    return told;
  } finally {
    platform.close();
  }
}

/** The newest version of then that serves what was pinned: mostly the newest of all. */
async function versionOf(
  { files: pinned }: PinnedThen,
  { algorithm, entries }: History,
  naming: Pin | undefined,
  at: Date | undefined,
  platform: Platform,
): Promise<string | undefined> {
  const serving = (candidates: History["entries"]) =>
    candidates.find(({ files }) => pinned.every((pin) => files.some(({ name, sha256 }) => name === pin.name && sha256 === pin.sha256)));
  const newest = serving(entries);
  if (newest || entries.length === 0) return newest?.version;
  const { historyOf } = require("../history") as typeof import("../history");
  const all = await historyOf(algorithm, platform, { naming });
  return serving(all.entries.filter(({ publishedAt }) => publishedAt !== undefined && at !== undefined && new Date(publishedAt) <= at))
    ?.version;
}
