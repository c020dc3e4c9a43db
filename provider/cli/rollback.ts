import type { Platform } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import type { HistoryEntry, HistoryFile } from "../history";
import { inspectModel } from "../model/inspect-model";
import type { NewPin } from "../pins/new-pin";
import type { Pins } from "../pins/parse-pins";
import { modelPath, readPins } from "../pins/read-pins";
import { describePin, writePin } from "./pin";
import type { Terminal } from "./terminal";

export interface RollbackOptions {
  /** The pin file. */
  file: string;
  /** The version to go back to. Default: the one before that which serves the pin, with other bytes. */
  to?: string;
  check?: boolean;
  json?: boolean;
}

/**
 * `pulumi-algorithmia rollback`: makes the pin file say that an algorithm serves what an earlier version serves. The bytes are in
 * storage already, so nothing but the pin file is written and no model file is needed here.
 *
 * @returns the exit code: 1 when `check` finds that the pin would change.
 * @throws PINS_NOT_FOUND, PINS_MALFORMED, the errors of `chooseVersion`, VERSION_BYTES_UNKNOWN, ROLLBACK_SEVERAL_FILES,
 * ROLLBACK_FILE_GONE, ROLLBACK_FILE_CHANGED and the platform's errors
 */
export async function rollback(algorithm: string, options: RollbackOptions, terminal: Terminal): Promise<number> {
  const pins = readPins(options.file);
  const target = await findTarget(algorithm, pins, options);
  const file = onlyFile(algorithm, target);
  const outcome = await writePin(algorithm, await newPin(algorithm, file, pins), options, file.sizeBytes);
  const { version, versionHash, publishedAt } = target;
  const told = `${algorithm}: back to what ${version} serves (commit ${versionHash.slice(0, 8)}${publishedAt ? `, published ${publishedAt}` : ""}).\n`;
  terminal.out(options.json ? `${JSON.stringify({ ...outcome, version, versionHash })}\n` : told + describePin(outcome));
  return options.check && outcome.changed ? 1 : 0;
}

async function findTarget(algorithm: string, pins: Pins, { file, to }: RollbackOptions): Promise<HistoryEntry> {
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const { chooseVersion } = require("../history/choose-version") as typeof import("../history/choose-version");
  const { historyOf } = require("../history") as typeof import("../history");
  const pin = pins.algorithms[algorithm];
  const platform: Platform = connect(resolveConnection({}));
  try {
    const naming = { ...(pin?.store && { store: pin.store }), ...(pin?.reference && { reference: pin.reference }) };
    const history = await historyOf(algorithm, platform, { naming });
    const target = chooseVersion(history, { sha256: pin?.sha256, file }, to);
    await refuseUnlessStored(algorithm, target, platform);
    return target;
  } finally {
    platform.close();
  }
}

/** @throws ROLLBACK_FILE_GONE, ROLLBACK_FILE_CHANGED */
async function refuseUnlessStored(algorithm: string, { version, files }: HistoryEntry, platform: Platform): Promise<void> {
  for (const { uri, storage, ...recorded } of files) {
    if (storage === "missing") throw errors.ROLLBACK_FILE_GONE(algorithm, version, uri);
    if (storage !== "other bytes") continue;
    const now = await platform.data.stat(uri);
    throw errors.ROLLBACK_FILE_CHANGED(algorithm, version, uri, bytesText(now?.kind === "file" ? now : {}), bytesText(recorded));
  }
}

/** @throws ROLLBACK_SEVERAL_FILES, VERSION_BYTES_UNKNOWN */
function onlyFile(algorithm: string, { version, files }: HistoryEntry): HistoryFile & { sha256: string } {
  const [file] = files;
  if (files.length > 1 || file?.name)
    throw errors.ROLLBACK_SEVERAL_FILES(algorithm, version, files.map(({ name }) => name || "model").join(", "));
  if (file?.sha256 === undefined) throw errors.VERSION_BYTES_UNKNOWN(algorithm, version, file?.uri ?? "unknown");
  return { ...file, sha256: file.sha256 };
}

/** The pinned local file stays where it is these very bytes, e.g. since it was checked out again; else the stored one is named. */
async function newPin(algorithm: string, { uri, sha256 }: HistoryFile & { sha256: string }, pins: Pins): Promise<NewPin> {
  const model = pins.algorithms[algorithm]?.model;
  return model !== undefined && (await sha256Of(modelPath(pins, model))) === sha256 ? { model, sha256 } : { uri, sha256 };
}

async function sha256Of(path: string): Promise<string | undefined> {
  try {
    return (await inspectModel(path)).sha256;
  } catch (error) {
    if (error instanceof AlgorithmiaError) return undefined; // Not there, or nothing that could be served.
    throw error;
  }
}

const bytesText = ({ sizeBytes, md5 }: { sizeBytes?: number; md5?: string }) => `${sizeBytes ?? "?"} bytes, md5 ${md5 ?? "unknown"}`;
