import { stripVTControlCharacters } from "node:util";

const defaultLength = 200;
const shownLogLines = 20;
const shownLineLength = 300;

/** A JSON value in one line, cut where it is long; `nothing` for one that is not there. */
export function show(value: unknown, length = defaultLength): string {
  return shorten(value === undefined ? "nothing" : JSON.stringify(value), length);
}

/** A text in one line, cut where it is long. */
export function showText(text: string, length = defaultLength): string {
  return shorten(printable(text).replace(/\s+/g, " ").trim(), length);
}

/** The last lines of a log, without the codes that would colour or move a terminal. */
export function endOfLog(log: string, lines = shownLogLines): string[] {
  const all = log.trimEnd().split(/\r\n|\n|\r/);
  if (log.trim() === "") return [];
  return all.slice(-lines).map((line) => shorten(printable(line).trimEnd(), shownLineLength));
}

/** The place in a JSON value: `$.scores[3]["a b"]`. */
export function jsonPath(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => path + stepText(step), "$");
}

function stepText(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** By code points, so that no character is cut in two. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const points = Array.from(text.slice(0, 2 * length));
  const kept = points.length > length || text.length > 2 * length ? points.slice(0, length - 1) : undefined;
  return kept ? `${kept.join("")}…` : text;
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out.
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
