const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"' };

/** The text of a STRING: quoted as Python writes it. A name could be hidden behind escapes, so they are undone. */
export function stringOf(line: Buffer | undefined): string | undefined {
  const match = /^\s*(['"])(.*)\1\s*$/s.exec(line?.toString("latin1") ?? "");
  return match?.[2]?.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/gs, (whole, hex, octal, character) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return simple[character] ?? whole;
  });
}

/** The text of a UNICODE: only `\uXXXX` and `\UXXXXXXXX` are escapes (Python's raw-unicode-escape). */
export function rawTextOf(line: Buffer | undefined): string | undefined {
  return line?.toString("latin1").replace(/\\u([0-9a-fA-F]{4})|\\U00([0-9a-fA-F]{6})/g, (whole, short, long) => {
    const point = Number.parseInt(short ?? long, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}
