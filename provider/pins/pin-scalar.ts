import { type Scalar, stringify } from "yaml";

/**
 * Writes a text as a YAML scalar: in the quotes that stood there before, plain where that is safe.
 * @param place.inFlow Between braces, where commas and brackets need quotes.
 */
export function renderScalar(value: string, place: { style?: Scalar.Type | null; inFlow?: boolean } = {}): string {
  const oneLine = [...value].every((character) => character >= " " && character !== "\u007f");
  if (place.style === "QUOTE_SINGLE" && oneLine) return `'${value.replaceAll("'", "''")}'`;
  if (place.style === "QUOTE_DOUBLE" || !oneLine || !isPlain(value, place.inFlow ?? false)) return JSON.stringify(value);
  return value;
}

function isPlain(value: string, inFlow: boolean): boolean {
  if (inFlow && /[,[\]{}]/.test(value)) return false;
  return stringify(value, { lineWidth: 0 }).trimEnd() === value;
}

/** Does a pin say this already? A hash may be written in capitals. */
export function saysTheSame(written: unknown, value: string): boolean {
  return written === value || (typeof written === "string" && /^[0-9a-f]{64}$/.test(value) && written.toLowerCase() === value);
}
