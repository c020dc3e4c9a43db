/** JSON texts that are hard to print like Python: odd numbers, quotes, escapes, characters of every kind, keys in any order and twice. */
export function randomDocuments(count: number, seed: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => value(random, 4));
}

type Random = (below: number) => number;

/** mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function value(random: Random, depth: number): string {
  const gap = () => ["", " ", "\n  ", "\t", "\r\n"][random(5)];
  const list = (item: () => string) => Array.from({ length: random(5) }, () => `${gap()}${item()}${gap()}`).join(",");
  switch (depth > 0 ? random(9) : 3 + random(6)) {
    case 0:
    case 1:
      return `{${list(() => `${text(random)}${gap()}:${gap()}${value(random, depth - 1)}`)}}`;
    case 2:
      return `[${list(() => value(random, depth - 1))}]`;
    case 3:
      return ["true", "false", "null", "NaN", "Infinity", "-Infinity"][random(6)] ?? "";
    case 4:
    case 5:
      return number(random);
    default:
      return text(random);
  }
}

function number(random: Random): string {
  const digits = (most: number) => Array.from({ length: 1 + random(most) }, () => random(10)).join("");
  const whole = random(3) === 0 ? "0" : `${1 + random(9)}${digits(25)}`;
  const fraction = random(2) === 0 ? `.${random(2) === 0 ? "000" : ""}${digits(20)}` : "";
  const exponent = random(2) === 0 ? `${"eE"[random(2)]}${["", "+", "-"][random(3)]}${random(2) === 0 ? random(20) : random(330)}` : "";
  return `${random(2) === 0 ? "-" : ""}${whole}${fraction}${exponent}`;
}

const characters = [
  "a",
  "Z",
  "0",
  " ",
  "'",
  '"',
  "\\",
  "/",
  "\n",
  "\r",
  "\t",
  "\b",
  "\0",
  "\x1f",
  "\x7f",
  "\x85",
  "\u00a0",
  "\u00ad",
  "é",
  "ÿ",
  "Ā",
].concat([
  "\u0378",
  "\u200b",
  "\u2028",
  "\u3000",
  "日",
  "\ue000",
  "\ufeff",
  "\uffff",
  "\ud800",
  "\udfff",
  "😀",
  "\u{10000}",
  "\u{e0020}",
  "\u{f0000}",
  "\u{10ffff}",
]);

function text(random: Random): string {
  const plain = Array.from({ length: random(8) }, () => characters[random(characters.length)]).join("");
  const written = JSON.stringify(plain);
  // The same text in escapes only, now and then.
  if (random(3) !== 0) return written;
  return `"${Array.from({ length: plain.length }, (_, unit) => `\\u${plain.charCodeAt(unit).toString(16).padStart(4, "0")}`).join("")}"`;
}
