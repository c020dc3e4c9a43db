import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import { type AlgorithmiaError, errors } from "../errors";

/** A pin file's YAML with its positions: what parsing and rewriting have in common. */
export interface PinDocument {
  /** Without a byte order mark. */
  text: string;
  document: Document.Parsed;
  /** The error for a reason at an offset of the text. */
  malformed(offset: number, reason: string): AlgorithmiaError;
  /** Where the value at a path of keys begins, and its key. */
  locate(path: readonly PropertyKey[]): { key?: number; value: number };
}

/**
 * Reads a pin file as YAML, without looking at what it says.
 * @throws PINS_MALFORMED for the first thing that is not YAML.
 */
export function openPinDocument(content: string, path: string): PinDocument {
  const text = content.slice(byteOrderMarkOf(content).length);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const malformed = (offset: number, reason: string) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return errors.PINS_MALFORMED(path, Math.max(1, line), Math.max(1, col), reason);
  };
  refuseBadYaml(text, document, malformed);
  keepHashesAsText(document);
  return { text, document, malformed, locate: (at) => locate(document, at) };
}

/** The invisible mark that some Windows editors begin a file with, or nothing. */
export function byteOrderMarkOf(content: string): string {
  return content.startsWith("\uFEFF") ? "\uFEFF" : "";
}

function refuseBadYaml(text: string, document: Document.Parsed, malformed: PinDocument["malformed"]): void {
  const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    offset: pos[0],
    reason: yamlReason(code, message, text.slice(...pos), document, pos[0]),
  }));
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) problems.push({ offset: offsetOf(alias), reason: `there is no anchor &${alias.source} before this` });
    },
  });
  const [first] = problems.sort((one, other) => one.offset - other.offset);
  if (first) throw malformed(first.offset, first.reason);
}

function yamlReason(code: string, message: string, seen: string, document: Document.Parsed, offset: number): string {
  if (code === "DUPLICATE_KEY") return `${JSON.stringify(keyAt(document, offset) ?? seen)} occurs twice`;
  if (code === "MULTIPLE_DOCS") return "a pin file holds one YAML document, here a second one begins";
  return `this is not valid YAML: ${message.replace(/[.:]$/, "")}`;
}

function keyAt(document: Document.Parsed, offset: number): string | undefined {
  let found: string | undefined;
  visit(document, {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.range?.[0] === offset) found = String(pair.key.value);
    },
  });
  return found;
}

/** Of 64 hex digits without a letter, or with a single e, YAML makes a number and loses most of them. */
function keepHashesAsText(document: Document.Parsed): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "number" && /^[0-9a-f]{64}$/i.test(scalar.source ?? "")) scalar.value = scalar.source;
    },
  });
}

function locate(document: Document.Parsed, path: readonly PropertyKey[]): { key?: number; value: number } {
  let node: unknown = document.contents;
  let found: { key?: number; value: number } = { value: isNode(node) ? offsetOf(node) : 0 };
  for (const step of path) {
    if (isAlias(node)) {
      node = node.resolve(document);
    }
    const next: unknown = isMap(node) ? pairOf(node.items, step) : isSeq(node) ? node.items[Number(step)] : undefined;
    if (next === undefined) return found; // What is missing is reported where it should have been.
    if (isPair(next)) {
      const key = isNode(next.key) ? offsetOf(next.key) : found.value;
      // A key with nothing behind it: the key is the place to look at.
      const hasText = isNode(next.value) && next.value.range && next.value.range[0] < next.value.range[1];
      found = { key, value: hasText ? offsetOf(next.value as Node) : key };
      node = next.value;
    } else {
      found = { value: isNode(next) ? offsetOf(next) : found.value };
      node = next;
    }
  }
  return found;
}

/** The pair of a map that a key of the parsed data came from. */
export function pairOf(pairs: readonly Pair[], key: PropertyKey): Pair | undefined {
  return pairs.find((pair) => (isScalar(pair.key) ? String(pair.key.value ?? "") : String(pair.key)) === String(key));
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
