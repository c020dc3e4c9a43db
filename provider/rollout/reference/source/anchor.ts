import type { ScannedFile, StorageLiteral } from "./literals";

/**
 * The storage URIs that an anchor selects: on every line that holds it, the first one after it. An anchor that occurs as a word of its
 * own somewhere does not select by being a part of others: `model` is not `old_model`.
 */
export function afterAnchor(file: ScannedFile, anchor: string): StorageLiteral[] {
  const bytes = Buffer.from(anchor.trim(), "utf8").toString("latin1");
  if (bytes === "") return [];
  const lines = literalsByLine(file);
  const words = select(lines, bytes, isWordAt);
  return words.length > 0 ? words : select(lines, bytes, () => true);
}

/** An anchor that selects exactly this literal, if there is one: the word before it, or else all that stands before it on its line. */
export function anchorFor(file: ScannedFile, wanted: StorageLiteral): string | undefined {
  const start = lineStart(file.text, wanted.literal.opensAt);
  const before = Buffer.from(file.text.slice(start, wanted.literal.opensAt), "latin1").toString("utf8").trim();
  const word = /([A-Za-z_]\w*)\W*$/.exec(before.slice(-200))?.[1];
  const choices = [word, before.slice(-80).trim()].filter((choice): choice is string => choice !== undefined && choice !== "");
  return choices.find((choice) => {
    const selected = afterAnchor(file, choice);
    return selected.length === 1 && selected[0] === wanted;
  });
}

interface Line {
  text: string;
  start: number;
  literals: StorageLiteral[];
}

type Accept = (line: string, at: number, anchor: string) => boolean;

/** Of every line with a storage URI: its text up to the last one. */
function literalsByLine({ text, literals }: ScannedFile): Line[] {
  const lines = new Map<number, Line>();
  for (const found of literals) {
    const line = lines.get(found.line) ?? { text: "", start: lineStart(text, found.literal.opensAt), literals: [] };
    line.text = text.slice(line.start, found.literal.opensAt);
    line.literals.push(found);
    lines.set(found.line, line);
  }
  return [...lines.values()];
}

function select(lines: Line[], anchor: string, accept: Accept): StorageLiteral[] {
  const selected = new Set<StorageLiteral>();
  for (const { text, start, literals } of lines) {
    let next = 0; // Both anchors and literals come in ascending order.
    for (let at = text.indexOf(anchor); at !== -1; at = text.indexOf(anchor, at + 1)) {
      if (!accept(text, at, anchor)) continue;
      while (literals[next] && (literals[next]?.literal.opensAt ?? 0) - start < at + anchor.length) next++;
      const literal = literals[next];
      if (literal) selected.add(literal);
    }
  }
  return [...selected];
}

function isWordAt(line: string, at: number, anchor: string): boolean {
  const edge = (outer: string | undefined, inner: string | undefined) => !(isWordCharacter(outer) && isWordCharacter(inner));
  return edge(line[at - 1], anchor[0]) && edge(line[at + anchor.length], anchor.at(-1));
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\w\x80-\xff]/.test(character);

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
