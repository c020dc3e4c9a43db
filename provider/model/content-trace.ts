/** Fewer hex digits in a row may be a word or a date. */
const leastDigits = 12;

/**
 * What of a file's name stands in a source that names it, however the rest is written there (escaped, percent-encoded, put
 * together from parts): the longest run of hex digits, or the whole name where there is none.
 * @example contentTrace("modèle-9f2c41d07a55.pkl") // "9f2c41d07a55"
 */
export function contentTrace(fileName: string): string {
  const runs = fileName.match(/[0-9a-f]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  return longest.length >= leastDigits ? longest : fileName;
}
