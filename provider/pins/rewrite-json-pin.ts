import { applyEdits, findNodeAtLocation, modify, type ParseError, parse, parseTree } from "jsonc-parser";
import { type NewPin, newFields } from "./new-pin";
import { saysTheSame } from "./pin-scalar";

/** Is a pin file written as JSON, so that it has to stay JSON? A file that is not there yet is asked by its name. */
export function isJsonPins(text: string, path: string): boolean {
  if (text.trim() === "") return /\.json$/i.test(path);
  const faults: ParseError[] = [];
  return text.trimStart().startsWith("{") && parse(text, faults, { disallowComments: true }) !== undefined && faults.length === 0;
}

/**
 * Changes or adds one pin in a pin file that is JSON; see `rewritePin`. All on one line stays so, else what is new gets lines of its own.
 * @example rewriteJsonPin('{"algorithms": {}}', "acme/sentiment", { model: "models/new.pkl", sha256 })
 */
export function rewriteJsonPin(text: string, algorithm: string, pin: NewPin): string {
  const place = ["algorithms", algorithm, ...(pin.name === undefined ? [] : ["models", pin.name])];
  const isNew = text.trim() === "";
  const formattingOptions = isNew || text.trim().includes("\n") ? layoutOf(text) : undefined;
  let changed = withFileKey(isNew ? "{}\n" : text, place, pin);
  for (const [field, value] of newFields(pin)) {
    const root = parseTree(changed);
    const written = root && findNodeAtLocation(root, [...place, field])?.value;
    if (saysTheSame(written, value)) continue;
    changed = applyEdits(changed, modify(changed, [...place, field], value, { formattingOptions }));
  }
  return changed;
}

/** `model` becomes `uri` where it stands, or the other way round: a pin names its file once. */
function withFileKey(text: string, place: string[], { model }: NewPin): string {
  const [wanted, unwanted] = model === undefined ? ["uri", "model"] : ["model", "uri"];
  const root = parseTree(text);
  const key = root && findNodeAtLocation(root, [...place, unwanted])?.parent?.children?.[0];
  const isThere = root && findNodeAtLocation(root, [...place, wanted]) !== undefined;
  if (!key || isThere) return text;
  return text.slice(0, key.offset) + JSON.stringify(wanted) + text.slice(key.offset + key.length);
}

function layoutOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const [, indent = "  "] = /\n([ \t]+)"/.exec(text) ?? [];
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
