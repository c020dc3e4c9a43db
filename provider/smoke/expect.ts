import { findMissing } from "./contains";
import { type Difference, findDifference, isObject } from "./difference";
import { show, showText } from "./show";
import type { CallAnswer, Expectation } from "./types";

const defaultTolerance = 1e-6;

/** How an answer was judged. `onlyTooSlow`: nothing but the time it took is wrong with it. */
export type Verdict = { kind: "passed" } | { kind: "failed"; reasons: string[]; onlyTooSlow: boolean };

/**
 * Judges an answer by what was expected: every member that is given must hold, and an error never does.
 * @returns each reason names the first differing place as a JSON path, what was wanted and what was got
 * @example
 * judge({ result: { digit: 3 }, metadata }, { equals: { digit: 8 } });
 * // { kind: "failed", reasons: ["$.digit: wanted 8, got 3"], onlyTooSlow: false }
 */
export function judge(answer: CallAnswer, expect: Expectation): Verdict {
  if ("error" in answer) return { kind: "failed", reasons: ["the call failed"], onlyTooSlow: false };
  const got = valueIn(answer);
  const differences = [
    expect.equals === undefined ? undefined : findDifference(asBinary(expect.equals, answer), got, 0),
    expect.approximately === undefined
      ? undefined
      : findDifference(asBinary(expect.approximately, answer), got, expect.tolerance ?? defaultTolerance),
    expect.contains === undefined ? undefined : findMissing(asBinary(expect.contains, answer), got),
    expect.matches === undefined ? undefined : mismatch(expect.matches, got),
  ];
  const reasons = differences.filter((found) => found !== undefined).map(({ path, text }) => `${path}: ${text}`);
  const slow = tooSlow(answer.metadata.duration, expect.maxLatencyMs);
  if (reasons.length === 0 && !slow) return { kind: "passed" };
  return { kind: "failed", reasons: slow ? [...reasons, slow] : reasons, onlyTooSlow: reasons.length === 0 };
}

type Answered = Exclude<CallAnswer, { error: unknown }>;

/** The answer as it is compared and shown: bytes as `{ base64 }`, so that they are never taken for a text. */
export function valueIn({ result, metadata }: Answered): unknown {
  return metadata.content_type === "binary" ? { base64: result } : (result ?? null);
}

/** An answer in one short line. */
export function showAnswer(answer: CallAnswer, length?: number): string {
  if ("error" in answer) return showText(`${answer.error.error_type ?? "AlgorithmError"}: ${answer.error.message}`, length);
  return show(valueIn(answer), length);
}

/** What was expected, in one short line. */
export function showExpectation({ tolerance, ...expect }: Expectation): string {
  const margin = expect.approximately === undefined ? "" : ` ± ${tolerance ?? defaultTolerance}`;
  const parts: Record<string, string> = { approximately: margin };
  return Object.entries(expect)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (name === "noError") return "no error";
      if (name === "maxLatencyMs") return `at most ${value} ms`;
      return `${name} ${show(value)}${parts[name] ?? ""}`;
    })
    .join(", and ");
}

/** Base64 that was folded over several lines is the same bytes. */
function asBinary(wanted: unknown, { metadata }: Answered): unknown {
  if (metadata.content_type !== "binary" || !isObject(wanted) || typeof wanted.base64 !== "string") return wanted;
  return { ...wanted, base64: wanted.base64.replace(/\s/g, "") };
}

/** ajv is loaded only where there is a schema: most rollouts have none. */
function mismatch(schema: NonNullable<Expectation["matches"]>, got: unknown): Difference | undefined {
  const { findMismatch } = require("./json-schema") as typeof import("./json-schema");
  return findMismatch(schema, got);
}

function tooSlow(durationSeconds: number, maxLatencyMs: number | undefined): string | undefined {
  const tookMs = durationSeconds * 1000;
  if (maxLatencyMs === undefined || tookMs <= maxLatencyMs) return undefined;
  // Rounded up: a time that is told as the limit itself would read as allowed.
  return `it took ${Math.ceil(tookMs * 10) / 10} ms, at most ${maxLatencyMs} ms are allowed`;
}
