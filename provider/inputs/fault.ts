import type { z } from "zod";
import { nearestName } from "../model/nearest-name";

/**
 * Says what is wrong with one member of a structured input, to stand after the member's name. A text is not repeated, as it may be part
 * of a smoke test and so a secret, but where one of a few words was expected.
 *
 * @param issue what zod found @param value what was given there
 * @example faultText(issue, -1) // "must be at least 0, got -1"
 */
export function faultText(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}, got ${typeof value === "string" ? "a text" : describe(value)}`;
    case "invalid_value":
      return `must be ${issue.values.map(String).join(" or ")}, got ${describe(value)}`;
    case "invalid_union":
      return `must be ${issue.discriminator ? wordsOf(issue).join(" or ") : "plain data"}, got ${describe(value)}`;
    case "invalid_key":
      return `is no name: ${issue.issues[0]?.message ?? "it cannot be used as one"}`;
    case "too_small":
      if (issue.origin === "string" || issue.origin === "array") return "must not be empty";
      return `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}, got ${describe(value)}`;
    case "too_big":
      return `must be at most ${issue.maximum}, got ${describe(value)}`;
    default:
      return issue.message;
  }
}

/**
 * The member that was probably meant by one that there is not.
 * @param place the path of the object that it stands in, without the indexes of lists: `smokeTests.expect`
 */
export function nearestMember(place: string, name: string): string | undefined {
  return nearestName(name, members[place] ?? members[place.split(".")[0] ?? ""] ?? []);
}

/** A value as a message names it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}

/** The value at a path; undefined where nothing is. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], value);
}

const kinds: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Names of members, for "did you mean". */
const members: Record<string, readonly string[]> = {
  models: ["model", "expectedSha256", "store", "fileName", "reference"],
  timeouts: ["upload", "build", "smoke", "publish"],
  retain: ["files", "pinFiles"],
  reference: ["kind", "path", "name", "freeze", "file", "anchor"],
  smokeTests: ["name", "input", "inputText", "inputBase64", "inputFile", "expect", "timeoutSeconds"],
  "smokeTests.expect": ["equals", "approximately", "tolerance", "contains", "matches", "noError", "maxLatencyMs"],
  compare: ["inputs", "tolerance", "maxDifferentShare", "onInconclusive"],
};

function wordsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}
