import { findDifference } from "./difference";
import { showAnswer, valueIn } from "./expect";
import { showGivenInput } from "./given-input";
import { show } from "./show";
import type { CallAnswer, Comparison, GivenInput } from "./types";

/** What both said to one input. */
export interface AnswerPair {
  input: GivenInput;
  serving: CallAnswer;
  candidate: CallAnswer;
}

/** One input and the two answers, short enough for a table. */
export interface ComparisonRow {
  kind: "same" | "different" | "inconclusive";
  input: string;
  serving: string;
  candidate: string;
}

export interface ComparisonVerdict {
  kind: "same" | "different" | "inconclusive";
  rows: ComparisonRow[];
  /** Of all inputs, 0 to 1. */
  differentShare: number;
}

const cellLength = 40;

/**
 * Judges the answers of the new build by those of the serving version.
 *
 * An input that the serving version itself fails at says nothing about the new build. One that only the new build fails at differs.
 * Too many differences stay too many, whatever the inconclusive inputs would have said.
 *
 * @example judgeComparison(pairs, { inputs, maxDifferentShare: 0.05 }).kind; // "same", "different" or "inconclusive"
 */
export function judgeComparison(pairs: readonly AnswerPair[], comparison: Comparison): ComparisonVerdict {
  return judgeRows(
    pairs.map((pair) => rowOf(pair, comparison)),
    comparison,
  );
}

/** The same for pairs that became rows already, one by one, so that no answer is kept longer than it takes. */
export function judgeRows(rows: ComparisonRow[], { maxDifferentShare = 0 }: Comparison): ComparisonVerdict {
  const count = (kind: ComparisonRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  const differentShare = rows.length === 0 ? 0 : count("different") / rows.length;
  const kind = differentShare > maxDifferentShare ? "different" : count("inconclusive") > 0 ? "inconclusive" : "same";
  return { kind, rows, differentShare };
}

/** Judges one input. */
export function rowOf({ input, serving, candidate }: AnswerPair, { tolerance = 0 }: Comparison): ComparisonRow {
  const row = {
    input: showGivenInput(input, cellLength),
    serving: showAnswer(serving, cellLength),
    candidate: showAnswer(candidate, cellLength),
  };
  if ("error" in serving) return { ...row, kind: "inconclusive" };
  if ("error" in candidate) return { ...row, kind: "different" };
  const [before, after] = [serving.metadata.content_type, candidate.metadata.content_type];
  // The text "8" and the JSON text "8" reach callers as different things, though they look alike.
  if (before !== after) return { ...row, kind: "different", serving: `${before}: ${row.serving}`, candidate: `${after}: ${row.candidate}` };
  const found = findDifference(valueIn(serving), valueIn(candidate), tolerance);
  if (!found) return { ...row, kind: "same" };
  // Of a long answer the place that differs is shown, not a beginning that is the same in both.
  const isCut = row.serving.endsWith("…") || row.candidate.endsWith("…");
  if (!isCut) return { ...row, kind: "different" };
  return { ...row, kind: "different", serving: at(found.path, found.wanted), candidate: at(found.path, found.got) };
}

const at = (path: string, value: unknown) => `${path} = ${show(value, cellLength)}`;
