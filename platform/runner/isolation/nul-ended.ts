/**
 * Texts as a program reads them one after the other from a file, each with a NUL at its end.
 *
 * @throws Error when a text holds a NUL: what comes after it would be taken for a text of ours, such as an option that shows more files
 */
export function nulEnded(texts: string[]): string {
  if (texts.some((text) => text.includes("\0"))) throw new Error("A variable of an algorithm's environment holds a NUL, which none can");
  return texts.map((text) => `${text}\0`).join("");
}
