/**
 * How a literal writes characters that cannot stand in it plainly.
 * `utf16`: `\uXXXX` a UTF-16 unit (JavaScript, Java, Scala, C#). `braced`: `\u{X…}` (Rust, Ruby). `long-unicode`: `\uXXXX` and
 * `\UXXXXXXXX` (R). `python`: the same, and unknown escapes stay as they are. `quote-only`: nothing but the quote and the backslash.
 */
export type Escaping = "utf16" | "braced" | "long-unicode" | "python" | "python-bytes" | "quote-only" | "none";

/** The text that a literal stands for, from what is written between its quotes. */
export function readEscapes(written: string, escaping: Escaping): string {
  if (escaping === "none" || !written.includes("\\")) return written;
  if (escaping === "quote-only") return written.replace(/\\([\\'"])/g, "$1");
  const decoded = written.replace(
    anyEscape,
    (whole: string, braced?: string, long?: string, short?: string, byte?: string, octal?: string, other?: string) => {
      if ((braced ?? long ?? short) !== undefined && escaping === "python-bytes") return whole;
      const hex = braced ?? long ?? short ?? byte;
      if (hex !== undefined) return character(Number.parseInt(hex, 16), whole);
      if (octal !== undefined) return character(Number.parseInt(octal, 8), whole);
      const meaning = simple[other ?? ""];
      if (meaning !== undefined) return meaning;
      return escaping.startsWith("python") ? whole : (other ?? "");
    },
  );
  return escaping === "python-bytes" ? Buffer.from(decoded, "latin1").toString("utf8") : decoded;
}

/** Writes a text for the inside of a literal that `closes` with that quote. Raw literals get it as it is. */
export function writeEscapes(text: string, escaping: Escaping, closes: string): string {
  if (escaping === "none") return text;
  const quote = closes[0];
  return Array.from(text, (character) => {
    if (character === "\\" || character === quote) return `\\${character}`;
    return character <= "~" || escaping === "quote-only" ? character : escapedCharacter(character, escaping);
  }).join("");
}

const anyEscape = /\\(?:u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|u+([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(\r\n|[\s\S]))/g;

const simple: Record<string, string> = {
  a: "\x07",
  v: "\v",
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
  "\r\n": "",
};

function escapedCharacter(character: string, escaping: Escaping): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  if (escaping === "python-bytes") return Array.from(Buffer.from(character), (byte) => `\\x${hex(byte, 2)}`).join("");
  if (escaping === "braced") return `\\u{${hex(code, 1)}}`;
  if (escaping === "utf16")
    return Array.from({ length: character.length }, (_, unit) => `\\u${hex(character.charCodeAt(unit), 4)}`).join("");
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

const character = (code: number, otherwise: string): string => (code <= 0x10ffff ? String.fromCodePoint(code) : otherwise);
