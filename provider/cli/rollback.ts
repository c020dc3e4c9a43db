import type { Platform } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import type { HistoryEntry, HistoryFile } from "../history";
import { inspectModel } from "../model/inspect-model";
import type { NewPin } from "../pins/new-pin";
import type { Pin, Pins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import { modelPath, readPins } from "../pins/read-pins";
import { describePins, writePins } from "./pin";
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
 * @throws PINS_NOT_FOUND, PINS_MALFORMED, the errors of `chooseVersion`, VERSION_BYTES_UNKNOWN, ROLLBACK_OTHER_FILES,
 * ROLLBACK_FILE_GONE, ROLLBACK_FILE_CHANGED and the platform's errors
 */
export async function rollback(algorithm: string, options: RollbackOptions, terminal: Terminal): Promise<number> {
  const pins = readPins(options.file);
  const pin = pins.algorithms[algorithm];
  const target = await findTarget(algorithm, pin, options);
  const wanted = await Promise.all(rolledBackFiles(algorithm, target, pin).map((file) => newPin(file, pin, pins)));
  const outcomes = await writePins(algorithm, wanted, options);
  const changed = outcomes.some((outcome) => outcome.changed);
  const { version, versionHash, publishedAt } = target;
  const told = `${algorithm}: back to what ${version} serves (commit ${versionHash.slice(0, 8)}${publishedAt ? `, published ${publishedAt}` : ""}).\n`;
  const report = { algorithm, version, versionHash, changed, written: changed && !options.check, files: outcomes };
  terminal.out(options.json ? `${JSON.stringify(report)}\n` : told + describePins(outcomes));
  return options.check && changed ? 1 : 0;
}

async function findTarget(algorithm: string, pin: Pin | undefined, { file, to }: RollbackOptions): Promise<HistoryEntry> {
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const { chooseVersion } = require("../history/choose-version") as typeof import("../history/choose-version");
  const { historyOf } = require("../history") as typeof import("../history");
  const pinned = (pin ? pinnedFiles(pin) : []).map((each) => ({ name: each.name, sha256: each.file.sha256 }));
  const platform = connect(resolveConnection({}));
  try {
    const history = await historyOf(algorithm, platform, { naming: pin });
    const target = chooseVersion(history, pinned, file, to);
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

type RolledBackFile = HistoryFile & { sha256: string };

/** A pin can say what a version serves when it has the same names and all hashes are known. @throws ROLLBACK_OTHER_FILES, VERSION_BYTES_UNKNOWN */
function rolledBackFiles(algorithm: string, { version, files }: HistoryEntry, pin: Pin | undefined): RolledBackFile[] {
  const pinned = pin ? pinnedFiles(pin).map(({ name }) => name) : [""];
  const served = files.map(({ name }) => name);
  const isSame = pinned.length === served.length && pinned.every((name) => served.includes(name));
  if (files.length > 0 && !isSame) throw errors.ROLLBACK_OTHER_FILES(algorithm, version, namesText(served), namesText(pinned));
  const unknown = files.length === 0 ? { uri: "its source names no clear file" } : files.find(({ sha256 }) => sha256 === undefined);
  if (unknown) throw errors.VERSION_BYTES_UNKNOWN(algorithm, version, unknown.uri);
  return files.map((file) => ({ ...file, sha256: file.sha256 ?? "" }));
}

/** The pinned local file stays where it is these very bytes, e.g. since it was checked out again; else the stored one is named. */
async function newPin(
  { name, uri, sha256, sizeBytes }: RolledBackFile,
  pin: Pin | undefined,
  pins: Pins,
): Promise<NewPin & { sizeBytes?: number }> {
  const { model } = pinnedFiles(pin ?? {}).find((each) => each.name === name)?.file ?? {};
  const place = model !== undefined && (await sha256Of(modelPath(pins, model))) === sha256 ? { model } : { uri };
  return { ...place, sha256, sizeBytes, ...(name && { name }) };
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
const namesText = (names: readonly string[]) => names.map((name) => name || "model").join(", ");
