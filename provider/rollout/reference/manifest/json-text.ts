import { type Node, type ParseError, ParseErrorCode, parseTree } from "jsonc-parser";
import { positionAt } from "../position";

/** A JSON file read with the place of every value, so that one of them can be changed and no other byte. */
export interface JsonText {
  root: Node;
  /** One character a byte, so that offsets are byte offsets. */
  text: string;
}

/** Reads what Python's `json` reads: no comments, but `NaN` and `Infinity`. A byte order mark is passed over. */
export function readJson(content: Buffer): { json: JsonText } | { fault: string } {
  const text = content.toString("latin1");
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(maskForParser(text), errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return { fault: "it is nested too deeply" };
    throw error;
  }
  const first = errors[0];
  if (first) {
    const { line, column } = positionAt(text, first.offset);
    return { fault: `line ${line}, column ${column}: ${faultNames[first.error] ?? "not JSON"}` };
  }
  return root ? { json: { root, text } } : { fault: "it is empty" };
}

/** The value of a key; of a key that stands there twice the last one, as in Python. */
export function propertyOf(json: JsonText, object: Node, key: string): Node | undefined {
  if (object.type !== "object") return undefined;
  const named = (object.children ?? []).filter(({ children: [name] = [] }) => name && stringOf(json, name) === key);
  return named.at(-1)?.children?.[1];
}

/** The text of a string value, or undefined for a value of another kind. */
export function stringOf({ text }: JsonText, node: Node | undefined): string | undefined {
  if (node?.type !== "string") return undefined;
  const literal = Buffer.from(text.slice(node.offset, node.offset + node.length), "latin1").toString("utf8");
  return JSON.parse(literal) as string;
}

/** A JSON string in ASCII, so that it reads the same in every encoding. */
export function encodeJsonString(value: string): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const faultNames: Partial<Record<ParseErrorCode, string>> = {
  [ParseErrorCode.InvalidSymbol]: "unknown word",
  [ParseErrorCode.InvalidNumberFormat]: "malformed number",
  [ParseErrorCode.PropertyNameExpected]: "a key in double quotes is expected",
  [ParseErrorCode.ValueExpected]: "a value is expected",
  [ParseErrorCode.ColonExpected]: "a colon is expected",
  [ParseErrorCode.CommaExpected]: "a comma is expected",
  [ParseErrorCode.CloseBraceExpected]: "a closing brace is expected",
  [ParseErrorCode.CloseBracketExpected]: "a closing bracket is expected",
  [ParseErrorCode.EndOfFileExpected]: "the end of the file is expected",
  [ParseErrorCode.InvalidCommentToken]: "JSON has no comments",
  [ParseErrorCode.UnexpectedEndOfComment]: "JSON has no comments",
  [ParseErrorCode.UnexpectedEndOfString]: "the string has no end on its line",
  [ParseErrorCode.UnexpectedEndOfNumber]: "malformed number",
  [ParseErrorCode.InvalidUnicode]: "malformed \\u escape",
  [ParseErrorCode.InvalidEscapeCharacter]: "unknown escape in a string",
  [ParseErrorCode.InvalidCharacter]: "control character in a string",
};

const byteOrderMark = "\u00EF\u00BB\u00BF";

/** The parser knows neither byte order mark nor Python's words for odd floats; stand-ins of the same length keep every offset. */
function maskForParser(text: string): string {
  const marked = text.startsWith(byteOrderMark) ? `   ${text.slice(byteOrderMark.length)}` : text;
  if (!/NaN|Infinity/.test(marked)) return marked;
  return marked.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|(?<!-)NaN/g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^-]/g, "1"),
  );
}
