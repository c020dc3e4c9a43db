import { realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { errors } from "../errors";
import { inspectModel } from "../model/inspect-model";
import { sizeText } from "../model/size-text";
import { takeFileApart } from "../model/store-uri";
import { writeAtomically } from "../model/write-atomically";
import { type Pin, parsePins } from "../pins/parse-pins";
import { readPinText } from "../pins/read-pins";
import { type NewPin, rewritePin } from "../pins/rewrite-pin";
import type { Terminal } from "./terminal";

export interface PinOptions {
  /** The pin file. */
  file: string;
  /** Which of several models of the pin: its key in `models`, which must be there. Default: the pin's own. */
  name?: string;
  versionType?: "revision" | "minor" | "major";
  /** 64 hex digits that the file must have. */
  sha256?: string;
  check?: boolean;
  json?: boolean;
}

/**
 * `pulumi-algorithmia pin`: makes the pin file say that an algorithm serves this file.
 *
 * @param target A local file or folder, or the URI of a file in storage.
 * @returns the exit code: 1 when `check` finds that the pin would change.
 * @throws The errors of `inspectModel`, `identifyForPin` and `parsePins`, PIN_URI_INVALID, MODEL_HASH_MISMATCH, PINS_NOT_READABLE
 */
export async function pin(algorithm: string, target: string, options: PinOptions, terminal: Terminal): Promise<number> {
  const { name, versionType } = options;
  const { warnings: ofModel, ...identity } = await identify(target, options, terminal);
  const warnings = [...ofModel, ...besideOthers(algorithm, options)];
  for (const warning of warnings) terminal.err(`warning: ${warning}\n`);
  const wanted = { ...identity, ...(name !== undefined && { name }), ...(versionType && { versionType }) };
  const [outcome] = await writePins(algorithm, [wanted], options);
  terminal.out(options.json ? `${JSON.stringify({ ...outcome, warnings })}\n` : describePins([outcome!]));
  return options.check && outcome!.changed ? 1 : 0;
}

/** A pin of several models has no own one: without `--name` it gets one more, which is seldom meant. */
function besideOthers(algorithm: string, { file, name }: PinOptions): string[] {
  if (name !== undefined) return [];
  const { model, uri, models = {} } = entryIn(readPinText(file) ?? "", algorithm, file) ?? {};
  const names = Object.keys(models);
  if (names.length === 0 || model !== undefined || uri !== undefined) return [];
  return [`${algorithm} has the models ${names.join(", ")}: this is one more beside them. To change one, say which: --name ${names[0]}`];
}

/** What became, or with `check` would become, of a pin. */
export type PinOutcome = NewPin & {
  algorithm: string;
  file: string;
  changed: boolean;
  written: boolean;
  sizeBytes?: number;
  previous: PreviousPin | null;
};
type PreviousPin = Pick<Pin, "model" | "uri" | "sha256" | "versionType">;

/** Makes the pin file say this of an algorithm's files, all at once, unless it does already or `check` is given. */
export async function writePins(
  algorithm: string,
  wanted: readonly (NewPin & { sizeBytes?: number })[],
  { file, check = false }: Pick<PinOptions, "file" | "check">,
): Promise<PinOutcome[]> {
  const before = readPinText(file) ?? "";
  let text = before;
  const outcomes = wanted.map(({ sizeBytes, ...pin }) => {
    const rewritten = rewritePin(text, algorithm, pin, file);
    const changed = rewritten !== text;
    text = rewritten;
    return { algorithm, file, changed, written: changed && !check, sizeBytes, ...pin, previous: pinIn(before, algorithm, file, pin.name) };
  });
  if (text !== before && !check) await write(file, text);
  return outcomes;
}

async function identify(
  target: string,
  { file, sha256 }: PinOptions,
  terminal: Terminal,
): Promise<NewPin & { sizeBytes?: number; warnings: string[] }> {
  if (/^[a-z][a-z0-9]*(\+[^/:]*)?:\/\//i.test(target)) {
    const stored = takeFileApart(target);
    if (stored.kind === "invalid") throw errors.PIN_URI_INVALID(target, stored.reason);
    // With its hash given, a file in storage is pinned as it is, without a look at it.
    if (sha256 !== undefined) return { uri: stored.uri, sha256, warnings: [] };
    const { identifyForPin } = require("./pin-stored") as typeof import("./pin-stored");
    return { ...(await identifyForPin(stored.uri, terminal)), warnings: [] };
  }
  const model = await inspectModel(target);
  if (sha256 !== undefined && sha256 !== model.sha256) throw errors.MODEL_HASH_MISMATCH(target, sha256, model.sha256);
  return { model: asWritten(target, file), sha256: model.sha256, sizeBytes: model.sizeBytes, warnings: model.warnings };
}

/** Seen from the pin file's folder, with slashes on every system: a repository is checked out anywhere. */
function asWritten(target: string, pinFile: string): string {
  const seen = relative(dirname(resolve(pinFile)), resolve(target));
  return isAbsolute(seen) ? seen : seen.split(sep).join("/");
}

async function write(file: string, text: string): Promise<void> {
  try {
    const present = await realpath(file).catch(() => undefined); // A link stays a link.
    const mode = present && (await stat(present)).mode & 0o7777;
    await writeAtomically(present ?? file, text, { mode: mode || undefined, durable: true });
  } catch (error) {
    throw errors.PINS_NOT_READABLE(file, (error as Error).message.replace(/, \w+( '.*)?$/, ""));
  }
}

/** What the entry said before; an entry that was incomplete said nothing. */
function pinIn(text: string, algorithm: string, file: string, name: string | undefined): PreviousPin | null {
  const pin = entryIn(text, algorithm, file);
  return (name === undefined ? pin : pin?.models?.[name]) ?? null;
}

function entryIn(text: string, algorithm: string, file: string): Pin | undefined {
  try {
    return parsePins(text, file).algorithms[algorithm];
  } catch {
    return undefined;
  }
}

/** The outcomes for people: old and new values, and what to do next. */
export function describePins(outcomes: readonly PinOutcome[]): string {
  const next = outcomes.some(({ written }) => written) ? "Next: pulumi preview\n" : "";
  return outcomes.map(describePin).join("") + next;
}

function describePin(outcome: PinOutcome): string {
  const { file, changed, written, sizeBytes, model, uri, sha256, versionType, previous } = outcome;
  const algorithm = outcome.name === undefined ? outcome.algorithm : `${outcome.algorithm} (${outcome.name})`;
  if (!changed) return `${algorithm} in ${file}: unchanged (sha256 ${sha256}).\n`;
  const size = sizeBytes === undefined ? "" : ` (${sizeText(sizeBytes)})`;
  const lines = [
    `${algorithm} in ${file}: ${written ? "pinned" : "would change"}.`,
    `  ${model === undefined ? "uri   " : "model "}  ${arrow(previous?.model ?? previous?.uri, (model ?? uri)!)}${size}`,
    `  sha256  ${arrow(previous?.sha256, sha256)}`,
    ...(versionType ? [`  version ${arrow(previous?.versionType, versionType)}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function arrow(before: string | undefined, after: string): string {
  if (before === after) return after;
  return `${before ?? "(none)"} → ${after}`;
}
