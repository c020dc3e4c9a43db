import { AlgorithmiaError } from "../errors";
import type { History } from "../history";
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
export type Told = History | { algorithm: string; missing: true };

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
  const told = await tellAll(Object.entries(asked), { at, limit: options.limit }, algorithm !== undefined);
  if (options.json) terminal.out(`${JSON.stringify({ ...(at && { at: at.toISOString() }), algorithms: told })}\n`);
  else terminal.out(told.length > 0 ? renderHistory(told, { at }) : `${options.file} pins nothing yet.\n`);
  return 0;
}

/** The algorithm's pin where there is one, which tells where its models lie. */
function pinOf(algorithm: string, file: string): Pin | undefined {
  return readPinText(file) === undefined ? undefined : readPins(file).algorithms[algorithm];
}

async function tellAll(asked: [string, Pin | undefined][], options: { at?: Date; limit?: number }, mustExist: boolean): Promise<Told[]> {
  if (asked.length === 0) return []; // Needs neither network nor key.
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const { historyOf } = require("../history") as typeof import("../history");
  const platform = connect(resolveConnection({}));
  try {
    const told: Told[] = [];
    for (const [algorithm, pin] of asked) {
      try {
        told.push(await historyOf(algorithm, platform, { naming: pin, ...options }));
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
