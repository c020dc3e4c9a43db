import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { type NewPin, newFields } from "./new-pin";
import { type PinDocument, pairOf } from "./pin-document";
import { columnOf, endOf, lineAfter, lineBreakOf, startOf } from "./pin-layout";
import { renderScalar } from "./pin-scalar";

/** What a new pin file begins with. */
export const pinFileHeader = `# The pins: which bytes each algorithm serves. A preview fails when a file is anything else.
# To change one: pulumi-algorithmia pin <owner/name> <file>
`;

/** Adds an entry behind the others, in their style; see `rewritePin`. */
export function appendEntry(file: PinDocument, algorithm: string, pin: NewPin): string {
  const { text, document, malformed } = file;
  const top = document.contents;
  const lineBreak = lineBreakOf(text);
  const block = (indent: string, step: string) =>
    [`${indent}${algorithm}:`, ...newFields(pin).map(([field, value]) => `${indent}${step}${field}: ${renderScalar(value)}`), ""].join(
      lineBreak,
    );

  if (top === null || (isScalar(top) && top.value === null)) {
    const before = text.trim() === "" ? text + pinFileHeader : text + lineAfter(text, text.length).lineBreak;
    return `${before}algorithms:${lineBreak}${block("  ", "  ")}`;
  }
  const pair = isMap(top) ? pairOf(top.items, "algorithms") : undefined;
  if (!isMap(top) || !pair) throw malformed(0, "the file must hold a mapping with the key algorithms");

  const algorithms = pair.value;
  if (isMap(algorithms) && algorithms.items.length > 0) {
    return algorithms.flow ? behindFlow(text, algorithms, algorithm, pin) : behindBlock(text, algorithms, block, algorithm, pin);
  }
  const braces = isMap(algorithms) ? algorithms.range : undefined;
  if (!braces && !(isScalar(algorithms) && algorithms.value === null)) {
    throw malformed(file.locate(["algorithms"]).value, 'algorithms must be a mapping from "owner/name" to a pin');
  }
  // `algorithms: {}  # none yet` → `algorithms:  # none yet`
  const colon = text.indexOf(":", endOf(pair.key)) + 1;
  const opened = braces ? text.slice(0, colon) + text.slice(braces[1]) : text;
  const { from, lineBreak: first } = lineAfter(opened, colon);
  return opened.slice(0, from) + first + block("  ", "  ") + opened.slice(from);
}

function behindFlow(text: string, algorithms: YAMLMap, algorithm: string, pin: NewPin): string {
  const end = endOf(algorithms.items.at(-1));
  return `${text.slice(0, end)}, ${algorithm}: ${flowEntry(pin)}${text.slice(end)}`;
}

function behindBlock(
  text: string,
  algorithms: YAMLMap,
  block: (indent: string, step: string) => string,
  algorithm: string,
  pin: NewPin,
): string {
  const { items } = algorithms;
  const last = items.at(-1)!;
  const column = columnOf(text, startOf(last));
  const indent = " ".repeat(column);
  const written = items.flatMap(({ value }) =>
    isMap(value) && !value.flow && value.items[0] ? [columnOf(text, startOf(value.items[0]))] : [],
  );
  const step = " ".repeat(Math.max(1, (written[0] ?? column + 2) - column));
  const onOneLine = items.every(({ value }) => isMap(value) && value.flow);
  const entry = onOneLine ? `${indent}${algorithm}: ${flowEntry(pin)}${lineBreakOf(text)}` : block(indent, step);

  const { from } = lineAfter(text, endOf(last));
  const at = from + commentsOf(text.slice(from), column).length;
  const lineBreak = lineAfter(text, at).lineBreak;
  const gap = isSetApart(text, items) ? lineBreakOf(text) : "";
  return text.slice(0, at) + lineBreak + gap + entry + text.slice(at);
}

/** Does a blank line stand before the last entry? Then one comes before the new entry too. */
function isSetApart(text: string, entries: readonly Pair[]): boolean {
  const [beforeLast, last] = entries.slice(-2);
  if (!beforeLast || !last) return false;
  const linesBetween = text
    .slice(lineAfter(text, endOf(beforeLast)).from, startOf(last))
    .split("\n")
    .slice(0, -1);
  return linesBetween.some((line) => line.trim() === "");
}

/** The comment lines below an entry that are indented deeper than it: they speak of that entry. */
function commentsOf(text: string, column: number): string {
  return new RegExp(`^(?:[ \\t]{${column + 1},}#[^\\n]*(?:\\n|$))*`).exec(text)?.[0] ?? "";
}

function flowEntry(pin: NewPin): string {
  return `{ ${newFields(pin)
    .map(([field, value]) => `${field}: ${renderScalar(value, { inFlow: true })}`)
    .join(", ")} }`;
}
