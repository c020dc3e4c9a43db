import type { z } from "zod";
import { nearestMember, valueAt } from "../inputs/fault";
import { algorithmNameProblem } from "../model/algorithm-name";
import { nearestName } from "../model/nearest-name";
import { openPinDocument, type PinDocument } from "./pin-document";
import { NamedFile, type Pin, PinFields, type Pins } from "./pin-schema";

export type { Pin, PinnedFile, Pins } from "./pin-schema";

interface Problem {
  offset: number;
  reason: string;
}

/**
 * Parses a pin file.
 *
 * @param text The file's content. @param path How the file is named in errors.
 * @throws PINS_MALFORMED with line and column (both from 1) of the first thing that is wrong.
 * @example parsePins(text, "models.yaml").algorithms["acme/sentiment"]?.sha256
 */
export function parsePins(text: string, path: string): Pins {
  const file = openPinDocument(text, path);
  const data = dataOf(file);
  const problems: Problem[] = [];
  const algorithms = Object.fromEntries(
    Object.entries(entriesOf(data, file, problems)).map(([algorithm, entry]) => [algorithm, parseEntry(algorithm, entry, file, problems)]),
  );
  const [first] = problems.sort((one, other) => one.offset - other.offset);
  if (first) throw file.malformed(first.offset, first.reason);
  return { path, algorithms: algorithms as Record<string, Pin> };
}

function dataOf({ document, malformed }: PinDocument): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw malformed(0, `this is not valid YAML: ${(error as Error).message}`); // Aliases that multiply beyond all measure.
  }
}

function entriesOf(data: unknown, { locate }: PinDocument, problems: Problem[]): Record<string, unknown> {
  if (data === null || data === undefined) return {};
  if (!isMapping(data)) {
    problems.push({ offset: locate([]).value, reason: `the file must hold a mapping with the key algorithms, got ${describe(data)}` });
    return {};
  }
  for (const key of Object.keys(data)) {
    if (key === "algorithms") continue;
    const meant = key.includes("/") ? " Entries stand below `algorithms:`" : suggestion(key, ["algorithms"]);
    problems.push({
      offset: keyOffset(locate([key])),
      reason: withoutStop(`there is no field ${JSON.stringify(key)} here, only algorithms.${meant}`),
    });
  }
  const { algorithms = null } = data;
  if (algorithms === null) return {};
  if (isMapping(algorithms)) return algorithms;
  problems.push({
    offset: locate(["algorithms"]).value,
    reason: `algorithms must be a mapping from "owner/name" to a pin, got ${describe(algorithms)}`,
  });
  return {};
}

function parseEntry(algorithm: string, entry: unknown, file: PinDocument, problems: Problem[]): unknown {
  const at = (path: readonly PropertyKey[]) => file.locate(["algorithms", algorithm, ...path]);
  const add = (offset: number, reason: string) => problems.push({ offset, reason: withoutStop(reason) });

  const nameProblem = algorithmNameProblem(algorithm);
  if (nameProblem) add(keyOffset(at([])), nameProblem);
  if (!isMapping(entry)) {
    add(at([]).value, `${algorithm} must be a mapping with model (or uri) and sha256, got ${describe(entry)}`);
    return undefined;
  }
  const parsed = PinFields.safeParse(entry);
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) add(keyOffset(at([...issue.path, key])), unknownField(issue.path, key));
      continue;
    }
    const value = valueAt(entry, issue.path);
    const isMissingField = value === undefined && issue.path.length === 1;
    add(isMissingField ? keyOffset(at([])) : at(issue.path).value, reasonOf(issue, algorithm, value));
  }
  const named = isMapping(entry.models) ? Object.entries(entry.models) : [];
  if (named.length === 0 || "sha256" in entry || "model" in entry || "uri" in entry) addFileProblems(algorithm, entry, [], at, add);
  for (const [name, file] of named) if (isMapping(file)) addFileProblems(`models.${name}`, file, ["models", name], at, add);
  return parsed.data;
}

/** A pin names its file once, and by its hash. */
function addFileProblems(
  what: string,
  file: Record<string, unknown>,
  path: readonly string[],
  at: (path: readonly string[]) => { key?: number; value: number },
  add: (offset: number, reason: string) => void,
): void {
  if ("model" in file && "uri" in file) {
    const second = Math.max(keyOffset(at([...path, "model"])), keyOffset(at([...path, "uri"])));
    add(second, `${what} has both model and uri; a pin names one file, here or in storage`);
  }
  if (!("model" in file) && !("uri" in file)) add(keyOffset(at(path)), `${what} has neither model (a local file) nor uri (one in storage)`);
  if (path.length === 0 && !("sha256" in file)) add(keyOffset(at(path)), `${what} has no sha256`);
}

function reasonOf(issue: z.core.$ZodIssue, algorithm: string, value: unknown): string {
  const field = issue.path.map(String).join(".");
  if (value === undefined) return issue.path.length === 1 ? `${algorithm} has no ${field}` : `${field} is missing`;
  const got = `got ${describe(value)}`;
  switch (issue.code) {
    case "invalid_type":
      return `${field} must be ${kinds[issue.expected] ?? issue.expected}, ${got}`;
    case "invalid_value":
      return `${field} must be ${issue.values.map(String).join(" or ")}, ${got}`;
    case "invalid_union":
      return field === "reference.kind" ? `${field} must be manifest or source, ${got}` : `${field} must be plain data, ${got}`;
    case "too_small":
      if (issue.origin === "string" || issue.origin === "array") return `${field} is empty`;
      return `${field} must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}, ${got}`;
    case "too_big":
      return `${field} must be at most ${issue.maximum}, ${got}`;
    case "custom":
      return /^[ :]/.test(issue.message) ? `${field}${issue.message}` : `${field} ${issue.message}`;
    default:
      return `${field}: ${issue.message}`;
  }
}

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};

/** The fields of a pin and of one of its files, for "did you mean"; what they hold is as in a program. */
const fieldsAt: Record<string, readonly string[]> = { "": Object.keys(PinFields.shape), models: Object.keys(NamedFile.shape) };

function unknownField(path: readonly PropertyKey[], key: string): string {
  const place = path.filter((step) => typeof step === "string").join(".");
  const fields = fieldsAt[place] ?? (path[0] === "models" ? fieldsAt.models : undefined);
  const meant = fields ? nearestName(key, fields) : nearestMember(place, key);
  return `there is no field ${JSON.stringify(key)} in ${place || "a pin"}.${didYouMean(meant)}`;
}

function suggestion(key: string, fields: readonly string[]): string {
  return didYouMean(nearestName(key, fields));
}

function didYouMean(meant: string | undefined): string {
  return meant ? ` Did you mean ${meant}?` : "";
}

/** The error text ends the sentence itself. */
function withoutStop(reason: string): string {
  return reason.replace(/[.?]$/, (stop) => (stop === "?" ? "?" : ""));
}

function keyOffset({ key, value }: { key?: number; value: number }): number {
  return key ?? value;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}
