import type { Hole, Language, StringForm } from "./languages";

/** One string literal. Offsets are those of what stands between the quotes. */
export interface Literal {
  start: number;
  end: number;
  /** Where its prefix or its quote begins. */
  opensAt: number;
  form: StringForm;
  /** It holds code: `f"{x}"`. */
  interpolated: boolean;
  /** It is one part of a longer text: `"a" + "b"`, `"a" "b"`. */
  joined: boolean;
}

/**
 * The string literals of a source text, in order. Broken code is read as far as it goes: a quote without an end counts for nothing.
 *
 * @param text one character a byte (latin1), so that offsets are byte offsets
 */
export function scanLiterals(text: string, language: Language): Literal[] {
  try {
    return scanWith(text, language, true);
  } catch (error) {
    if (error !== endlessHole) throw error;
    return scanWith(text, language, false);
  }
}

/** Thrown when code in a string runs on to the end of the file: the braces were plain text, and all is read again as if they all were. */
const endlessHole = new Error("a hole has no end");

function scanWith(text: string, language: Language, holes: boolean): Literal[] {
  const scan: Scan = { text, language, literals: [], endless: new Set(), holes, depth: 0 };
  scanCode(scan, 0);
  return scan.literals.sort((a, b) => a.start - b.start);
}

interface Scan {
  text: string;
  language: Language;
  literals: Literal[];
  /** Endings that were looked for up to the end of the file in vain: looking again would only take time. */
  endless: Set<string>;
  /** Is code in strings read? If not, it is plain text. */
  holes: boolean;
  depth: number;
}

/** What stands before the place that is read, as far as it matters to it. */
interface Before {
  literal?: Literal;
  joiner: boolean;
  /** A value stands before: a slash divides by it, a string beside it is another statement's. */
  value: boolean;
  brackets: number;
  heredocs: string[];
}

interface Inside {
  hole: Hole;
  multiline: boolean;
}

const deepestHole = 40;
const word = /[\w$\x80-\xff]+/y;
const joiner = /\+=?|\.concat\b/y;
const heredoc = /<<[~-]?(["'`]?)([A-Z_]\w*)\1/y;
const wordsBeforePattern = /^(?:return|typeof|case|in|of|do|else|void|throw|new|delete|yield|await|if|unless|when|and|or|not|while|until)$/;

/** Reads code up to the end, or the hole up to its brace. @returns where it ended; -1 if the hole has no end. */
function scanCode(scan: Scan, from: number, inside?: Inside): number {
  const { text, language } = scan;
  const before: Before = { joiner: false, value: false, brackets: 0, heredocs: [] };
  let at = from;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (inside && before.brackets === 0) {
      if (character === "}") return at + 1;
      if (character === ":" && inside.hole.format) return scanFormat(scan, at + 1, inside);
    }
    if (character === "\n") {
      if (inside && !inside.multiline) return -1;
      if (language.adjacentStringsJoin && before.brackets === 0 && !inside) before.literal = undefined;
      at = skipHeredocs(text, at + 1, before);
      continue;
    }
    const gap = character === " " || character === "\t" || character === "\r" ? at + 1 : skipComment(scan, at);
    at = gap > at ? gap : scanToken(scan, at, before);
  }
  return inside ? -1 : at;
}

/** Reads one token of code and notes what it means for the next. */
function scanToken(scan: Scan, at: number, before: Before): number {
  const { text, language } = scan;
  const character = text[at] ?? "";
  if (character === "\\") return at + (text.startsWith("\r\n", at + 1) ? 3 : 2);
  const single = language.characters && endOf(language.characters, text, at);
  if (single) return follow(before, single, { value: true });
  const literal = scanString(scan, at);
  if (literal) {
    const beside = language.adjacentStringsJoin ? before.literal : undefined;
    if (beside) beside.joined = true;
    literal.joined = beside !== undefined || before.joiner;
    return follow(before, literal.end + literal.form.closes.length, { value: true, literal });
  }
  const named = endOf(word, text, at);
  if (named) return follow(before, named, { value: !wordsBeforePattern.test(text.slice(at, Math.min(named, at + 8))) });
  const started = language.heredocs ? match(heredoc, text, at) : undefined;
  if (started) {
    before.heredocs.push(started[2] ?? "");
    return follow(before, at + started[0].length, { value: true });
  }
  const joins = endOf(joiner, text, at);
  if (joins) {
    if (before.literal) before.literal.joined = true;
    return follow(before, joins, { joiner: true });
  }
  if (character === "/" && language.patterns && !before.value) {
    const pattern = endOfPattern(text, at);
    if (pattern) return follow(before, pattern, { value: true });
  }
  if ("([{".includes(character)) before.brackets++;
  if (")]}".includes(character)) before.brackets = Math.max(0, before.brackets - 1);
  return follow(before, at + 1, { value: ")]}".includes(character) });
}

function follow(before: Before, next: number, seen: { value?: boolean; literal?: Literal; joiner?: boolean }): number {
  before.literal = seen.literal;
  before.joiner = seen.joiner ?? false;
  before.value = seen.value ?? false;
  return next;
}

function scanString(scan: Scan, at: number): Literal | undefined {
  const { text, language, literals } = scan;
  for (const { opens, form } of language.strings) {
    const opening = match(opens, text, at);
    if (!opening) continue;
    const start = at + opening[0].length;
    const literal: Literal = { start, end: start, opensAt: at, form: form(opening), interpolated: false, joined: false };
    const found = literals.length;
    if (scanContent(scan, literal)) {
      literals.push(literal);
      return literal;
    }
    literals.length = found;
  }
  return undefined;
}

/** Moves the literal's end to its closing quote. @returns false if there is none. */
function scanContent(scan: Scan, literal: Literal): boolean {
  const { text } = scan;
  const { closes, guards, multiline, doubledQuote, hole } = literal.form;
  if (multiline && scan.endless.has(closes)) return false;
  const first = closes[0];
  let at = literal.start;
  while (at < text.length) {
    const character = text[at];
    if (character === first && text.startsWith(closes, at)) {
      if (doubledQuote && text.startsWith(closes, at + 1)) {
        at += 2;
        continue;
      }
      // Of more than three quotes in a row the last three close.
      while (closes.length >= 3 && closes === first?.repeat(closes.length) && text[at + closes.length] === first) at++;
      literal.end = at;
      return true;
    }
    if (character === "\\" && guards) at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else if (!multiline && (character === "\n" || character === "\r")) return false;
    else at = (hole && scanHole(scan, at, hole, literal)) ?? at + 1;
  }
  if (multiline) scan.endless.add(closes);
  return false;
}

/** Reads the hole that begins here. @returns where the text goes on, or undefined if there is no hole. */
function scanHole(scan: Scan, at: number, hole: Hole, literal: Literal): number | undefined {
  const { text } = scan;
  if (hole.doubled && text.startsWith(hole.opens[0]?.repeat(2) ?? "", at)) return at + 2;
  if (hole.bareName && /[A-Za-z_]/.test(text[at + 1] ?? "") && text[at] === "$") literal.interpolated = true;
  if (!text.startsWith(hole.opens, at)) return undefined;
  literal.interpolated = true;
  if (!scan.holes || scan.depth >= deepestHole) return undefined;
  const found = scan.literals.length;
  scan.depth++;
  const end = scanCode(scan, at + hole.opens.length, { hole, multiline: literal.form.multiline });
  scan.depth--;
  if (end !== -1) return end;
  scan.literals.length = found;
  if (literal.form.multiline) throw endlessHole;
  return undefined;
}

/** `{x:>{width}}`: after the colon only braces mean something. */
function scanFormat(scan: Scan, from: number, inside: Inside): number {
  let open = 0;
  for (let at = from; at < scan.text.length; at++) {
    const character = scan.text[at];
    if (character === "{") open++;
    else if (character === "}" && open-- === 0) return at + 1;
    else if (character === "\n" && !inside.multiline) return -1;
  }
  return -1;
}

/** @returns the end of the comment that begins here, else `at`. */
function skipComment({ text, language }: Scan, at: number): number {
  if (match(language.lineComment, text, at)) {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  for (const { opens, closes, nests } of language.blockComments) {
    const opening = match(opens, text, at);
    if (opening) return endOfComment(text, at + opening[0].length, closes, nests);
  }
  return at;
}

function endOfComment(text: string, from: number, closes: string, nests: boolean): number {
  if (!nests) {
    const end = text.indexOf(closes, from);
    return end === -1 ? text.length : end + closes.length;
  }
  const ends = /\/\*|\*\//g;
  ends.lastIndex = from;
  for (let open = 1; open > 0; ) {
    const mark = ends.exec(text)?.[0];
    if (mark === undefined) return text.length;
    open += mark === closes ? -1 : 1;
  }
  return ends.lastIndex;
}

function endOfPattern(text: string, from: number): number | undefined {
  let inClass = false;
  for (let at = from + 1; at < text.length && text[at] !== "\n"; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return at + 1;
  }
  return undefined;
}

function skipHeredocs(text: string, from: number, before: Before): number {
  let at = from;
  for (const name of before.heredocs.splice(0)) {
    const ends = new RegExp(`^[ \\t]*${name}\\r?$`, "gm");
    ends.lastIndex = at;
    const end = ends.exec(text);
    if (end) at = end.index + end[0].length;
  }
  return at;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const endOf = (pattern: RegExp, text: string, at: number): number | undefined => (match(pattern, text, at) ? pattern.lastIndex : undefined);
