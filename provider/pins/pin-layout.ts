import { isCollection, isNode, isPair, type Pair } from "yaml";

/** The line break that the file uses. */
export function lineBreakOf(text: string): string {
  return /\r\n/.test(text) ? "\r\n" : "\n";
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** Where the last character of a node or pair is, without the comment behind it. */
export function endOf(node: unknown): number {
  if (isPair(node)) return isNode(node.value) && node.value.range ? endOf(node.value) : endOf(node.key);
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return isNode(node) && node.range ? node.range[1] : 0;
}

/** Where a key begins. */
export function startOf(pair: Pair): number {
  return isNode(pair.key) && pair.key.range ? pair.key.range[0] : 0;
}

/** Where a new line can be put in behind an offset, and the break it needs first when the file ends without one. */
export function lineAfter(text: string, offset: number): { from: number; lineBreak: string } {
  if (offset === 0 || text[offset - 1] === "\n") return { from: offset, lineBreak: "" };
  const end = text.indexOf("\n", offset);
  return end === -1 ? { from: text.length, lineBreak: lineBreakOf(text) } : { from: end + 1, lineBreak: "" };
}
