import { isDeepStrictEqual } from "node:util";
import { isAlias, isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { appendEntry } from "./append-pin";
import { type NewPin, newFields } from "./new-pin";
import { parsePins } from "./parse-pins";
import { byteOrderMarkOf, openPinDocument, type PinDocument, pairOf } from "./pin-document";
import { columnOf, endOf, lineAfter, lineBreakOf, startOf } from "./pin-layout";
import { renderScalar, saysTheSame } from "./pin-scalar";
import { isJsonPins, rewriteJsonPin } from "./rewrite-json-pin";

export type { NewPin } from "./new-pin";

/** A replacement of `text.slice(from, to)`. */
interface Change {
  from: number;
  to: number;
  by: string;
}

/**
 * Changes one pin in the text of a pin file; every byte that does not belong to the change stays: comments, order, quotes,
 * indentation, line breaks. An entry that is not there yet is added at the end, in the style of the others.
 *
 * @param text The file's content; empty for a file that does not exist yet.
 * @param algorithm `owner/name` @param path How the file is named in errors.
 * @returns the new text, the same one when the pin says this already.
 * @throws PINS_MALFORMED
 * @example rewritePin(text, "acme/sentiment", { model: "models/new.pkl", sha256 })
 */
export function rewritePin(text: string, algorithm: string, pin: NewPin, path = "models.yaml"): string {
  const file = openPinDocument(text, path);
  const entry = entryOf(file, algorithm, pin.name);
  const rewritten = rewrittenText(file, entry, algorithm, pin, path);
  confirm(file, rewritten, algorithm, pin, path);
  return byteOrderMarkOf(text) + rewritten;
}

function rewrittenText(file: PinDocument, entry: YAMLMap | undefined, algorithm: string, pin: NewPin, path: string): string {
  if (isJsonPins(file.text, path)) return rewriteJsonPin(file.text, algorithm, pin);
  return entry ? applied(file.text, changesTo(entry, pin, file)) : appendEntry(file, algorithm, pin);
}

function entryOf(file: PinDocument, algorithm: string, name: string | undefined): YAMLMap | undefined {
  const top = file.document.contents;
  const algorithms = isMap(top) ? pairOf(top.items, "algorithms")?.value : undefined;
  const pair = isMap(algorithms) ? pairOf(algorithms.items, algorithm) : undefined;
  if (name !== undefined) return namedEntryOf(file, algorithm, pair?.value, name);
  if (!pair) return undefined;
  if (isMap(pair.value) && pair.value.items.length > 0) return pair.value;
  const reason = isAlias(pair.value)
    ? `${algorithm} is a copy of another entry (*${pair.value.source}); write it out to change it alone`
    : `${algorithm} must be a mapping with model (or uri) and sha256`;
  throw file.malformed(file.locate(["algorithms", algorithm]).value, reason);
}

function namedEntryOf(file: PinDocument, algorithm: string, entry: unknown, name: string): YAMLMap {
  const models = isMap(entry) ? pairOf(entry.items, "models")?.value : undefined;
  const named = isMap(models) ? pairOf(models.items, name)?.value : undefined;
  if (isMap(named) && named.items.length > 0) return named;
  throw file.malformed(file.locate(["algorithms", algorithm, "models", name]).value, `${algorithm} must have models.${name}, written out`);
}

function changesTo(entry: YAMLMap, pin: NewPin, file: PinDocument): Change[] {
  const [wanted, unwanted] = pin.model === undefined ? ["uri", "model"] : ["model", "uri"];
  const changes: Change[] = [];
  const missing: [string, string][] = [];
  for (const [field, value] of newFields(pin)) {
    let pair = pairOf(entry.items, field);
    if (!pair && field === wanted) {
      pair = pairOf(entry.items, unwanted!);
      if (pair && isScalar(pair.key) && pair.key.range) changes.push({ from: pair.key.range[0], to: pair.key.range[1], by: field });
    }
    if (pair) changes.push(...valueChange(pair, value, entry.flow === true, file));
    else missing.push([field, value]);
  }
  return [...changes, ...fieldsAdded(entry, missing, file)];
}

function valueChange(pair: Pair, value: string, inFlow: boolean, { text, malformed }: PinDocument): Change[] {
  const { key, value: node } = pair;
  const colon = text.indexOf(":", endOf(key)) + 1;
  if (isAlias(node) && node.range) return [{ from: node.range[0], to: node.range[1], by: renderScalar(value, { inFlow }) }];
  if (!isScalar(node) || !node.range) throw malformed(startOf(pair), `${String(key)} must be text`);
  if (saysTheSame(node.value, value)) return [];

  const [from, valueEnd] = node.range;
  if (from === valueEnd) return [{ from: colon, to: colon, by: ` ${renderScalar(value, { inFlow })}` }];
  // A block scalar (`|`, `>`) ends with its line break, which stays.
  const to = from + text.slice(from, valueEnd).trimEnd().length;
  return [{ from, to, by: renderScalar(value, { style: node.type, inFlow }) }];
}

/** Fields that the entry lacks go behind its last one, on lines of their own unless it stands between braces. */
function fieldsAdded(entry: YAMLMap, fields: [string, string][], { text }: PinDocument): Change[] {
  const last = entry.items.at(-1);
  if (fields.length === 0 || !last) return [];
  const end = endOf(last);
  if (entry.flow) {
    return [{ from: end, to: end, by: fields.map(([field, value]) => `, ${field}: ${renderScalar(value, { inFlow: true })}`).join("") }];
  }
  const { from, lineBreak } = lineAfter(text, end);
  const indent = " ".repeat(columnOf(text, startOf(last)));
  const lines = fields.map(([field, value]) => `${indent}${field}: ${renderScalar(value)}${lineBreakOf(text)}`);
  return [{ from, to: from, by: lineBreak + lines.join("") }];
}

/** From the end to the beginning, so that no change moves another; of two at one place the later one goes behind. */
function applied(text: string, changes: Change[]): string {
  const backwards = [...changes].reverse().sort((one, other) => other.from - one.from);
  return backwards.reduce((done, { from, to, by }) => done.slice(0, from) + by + done.slice(to), text);
}

/** Nothing is written that would not be read back as meant, or that changes other pins (which share an anchor, say). */
function confirm(file: PinDocument, rewritten: string, algorithm: string, pin: NewPin, path: string): void {
  try {
    parsePins(rewritten, path);
  } catch (error) {
    parsePins(file.text, path); // Mostly the problem was there before: then its place in the file as it is counts.
    throw error;
  }
  const before = takeOut(file, algorithm, pin.name);
  const after = takeOut(openPinDocument(rewritten, path), algorithm, pin.name);
  const isMeant = newFields(pin).every(([field, value]) => saysTheSame(after.entry[field], value));
  if (isMeant && isDeepStrictEqual(before.others, after.others)) return;
  throw file.malformed(
    file.locate(["algorithms", algorithm]).value,
    `${algorithm} shares text with other entries; write it out to change it alone`,
  );
}

/** The entry that was changed, and all that stands around it. */
function takeOut({ document }: PinDocument, algorithm: string, name: string | undefined) {
  const algorithms = (document.toJS()?.algorithms ?? {}) as Record<string, Record<string, unknown>>;
  const { [algorithm]: entry = {}, ...others } = algorithms;
  if (name === undefined) return { entry, others };
  const { [name]: named = {}, ...siblings } = (entry.models ?? {}) as Record<string, Record<string, unknown>>;
  return { entry: named, others: { ...others, [algorithm]: { ...entry, models: siblings } } };
}
