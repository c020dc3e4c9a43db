import { pythonFloat } from "./float";
import type { PythonValue } from "./value";

/** What Python's `repr` (and `str`) prints for a value: the text that the lock checksum of a freeze is made of (reference §8.2). */
export function pythonRepr(value: PythonValue): string {
  switch (value.kind) {
    case "dict":
      return `{${[...value.entries].map(([key, item]) => `${reprString(key)}: ${pythonRepr(item)}`).join(", ")}}`;
    case "list":
      return `[${value.items.map(pythonRepr).join(", ")}]`;
    case "str":
      return reprString(value.value);
    case "int":
      return value.digits;
    case "float":
      return pythonFloat(value.value);
    case "bool":
      return value.value ? "True" : "False";
    case "none":
      return "None";
  }
}

function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let printed = "";
  for (const character of text) printed += character === quote || character === "\\" ? `\\${character}` : reprCharacter(character);
  return quote + printed + quote;
}

const named: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Python prints what Unicode calls a separator or "other" as an escape; the plain space is the exception. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

function reprCharacter(character: string): string {
  const short = named[character];
  if (short !== undefined) return short;
  if (character === " " || !unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
