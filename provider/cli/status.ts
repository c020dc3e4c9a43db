import pLimit from "p-limit";
import { AlgorithmiaError } from "../errors";
import { inspectModel } from "../model/inspect-model";
import type { Pin, PinnedFile, Pins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import { modelPath, readPins } from "../pins/read-pins";
import { renderStatus } from "./render-status";
import { fileKey, type LocalFile, type ServedAnswer, type StatusRow, statusRows } from "./status-rows";
import type { Terminal } from "./terminal";

export interface StatusOptions {
  /** The pin file. */
  file: string;
  check?: boolean;
  json?: boolean;
}

/** Asks the platform what a pinned algorithm serves. */
export type AskServed = (algorithm: string, pin: Pin) => Promise<ServedAnswer>;

/** So many algorithms are asked about at once: each takes a few requests and a small clone. */
const atOnce = 8;

/**
 * `pulumi-algorithmia status`: for every pin, what its algorithm's newest version serves. Reads only.
 *
 * @param ask How to ask the platform; by default the one that the environment and `~/.algorithmia/config` name.
 * @returns the exit code: 1 when `check` is given and anything differs.
 * @throws PINS_NOT_FOUND, PINS_MALFORMED, API_KEY_MISSING, PLATFORM_UNREACHABLE and the platform's other errors
 */
export async function status(options: StatusOptions, terminal: Terminal, ask?: AskServed): Promise<number> {
  const pins = readPins(options.file);
  const entries = Object.entries(pins.algorithms);
  // Nothing to ask about needs neither network nor key.
  const [served, local] = entries.length > 0 ? await Promise.all([askAll(entries, ask ?? platformAsker()), lookAtAll(pins)]) : [];
  const rows = statusRows(pins, served ?? new Map(), local ?? new Map());
  terminal.out(options.json ? `${JSON.stringify({ file: pins.path, pins: rows })}\n` : describe(rows, options.file, terminal));
  return options.check && rows.some(({ drift }) => drift.length > 0) ? 1 : 0;
}

function describe(rows: StatusRow[], file: string, { colour }: Terminal): string {
  return rows.length > 0 ? renderStatus(rows, { colour }) : `${file} pins nothing yet.\n`;
}

async function askAll(entries: [string, Pin][], ask: AskServed): Promise<Map<string, ServedAnswer>> {
  const limit = pLimit(atOnce);
  try {
    return new Map(
      await Promise.all(entries.map(([algorithm, pin]) => limit(async () => [algorithm, await ask(algorithm, pin)] as const))),
    );
  } catch (error) {
    limit.clearQueue(); // The platform is out of reach for the others too.
    throw error;
  }
}

/** Loaded here and not above: only `status` needs the network's libraries. */
function platformAsker(): AskServed {
  const { readServed } = require("../rollout/served") as typeof import("../rollout/served");
  const { resolveConnection } = require("../client/connection") as typeof import("../client/connection");
  const connection = resolveConnection({});
  return async (algorithm, pin) => {
    try {
      const namings = pinnedFiles(pin).map(({ name, file: { store, reference } }) => ({ name, store, reference }));
      return (await readServed(algorithm, connection, namings)) ?? "nothing published";
    } catch (error) {
      if (error instanceof AlgorithmiaError && error.code === "ALGORITHM_NOT_FOUND") return "no such algorithm";
      throw error;
    }
  };
}

async function lookAtAll(pins: Pins): Promise<Map<string, LocalFile>> {
  const files = Object.entries(pins.algorithms).flatMap(([algorithm, pin]) =>
    pinnedFiles(pin).map(({ name, file }) => ({ key: fileKey(algorithm, name), file })),
  );
  const local = files.filter(({ file }) => file.model !== undefined);
  return new Map(await Promise.all(local.map(async ({ key, file }) => [key, await lookAt(pins, file)] as const)));
}

async function lookAt(pins: Pins, { model, sha256 }: PinnedFile): Promise<LocalFile> {
  try {
    const file = await inspectModel(modelPath(pins, model!));
    return file.sha256 === sha256 ? "as pinned" : "differs";
  } catch (error) {
    if (!(error instanceof AlgorithmiaError)) throw error;
    return error.code === "MODEL_NOT_FOUND" ? "missing" : { unusable: error.code };
  }
}
