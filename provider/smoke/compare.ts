import { errors } from "../errors";
import { callOnce } from "./call";
import { renderComparison } from "./comparison-table";
import { givenInputOf, readGivenInput, requireReadable } from "./given-input";
import { type ComparisonRow, type ComparisonVerdict, judgeRows, rowOf } from "./judge-comparison";
import { defaultTimeoutSeconds } from "./run";
import type { CallInput, Comparison, SmokeOptions, SmokeReport, SmokeTarget } from "./types";

/** What a comparison that lets the publish go on has found. */
export interface Compared {
  kind: "same" | "inconclusive" | "nothing serves";
  rows: ComparisonRow[];
  /** For people, e.g. `3 of 100 answers differ`. */
  summary: string;
}

/**
 * Calls the new build and the serving version with every input, input by input, and compares the answers.
 *
 * @param serving The version that serves, or undefined when there is none: then there is nothing to compare with.
 * @throws COMPARISON_DIFFERENT with a table, COMPARISON_INCONCLUSIVE unless `onInconclusive` is "publish", SMOKE_INPUT_UNREADABLE before
 * anything is called, and what the platform throws when it cannot be reached
 * @example const { summary } = await compareWithServing(comparison, candidate, serving, report); // "3 of 100 answers differ"
 */
export async function compareWithServing(
  comparison: Comparison,
  candidate: SmokeTarget,
  serving: SmokeTarget | undefined,
  report: SmokeReport,
  { timeoutSeconds = defaultTimeoutSeconds, folder = process.cwd() }: SmokeOptions = {},
): Promise<Compared> {
  const given = comparison.inputs.map(givenInputOf);
  await requireReadable(given, folder);
  if (!serving) {
    const summary = "no version serves yet, so there is nothing to compare with";
    report.progress(summary);
    return { kind: "nothing serves", rows: [], summary };
  }
  const rows: ComparisonRow[] = [];
  for (const [index, input] of given.entries()) {
    report.progress(`comparing answer ${index + 1} of ${given.length} with that of ${serving.uri}`);
    const answers = await callBoth(await readGivenInput(input, folder), candidate, serving, timeoutSeconds);
    rows.push(rowOf({ input, ...answers }, comparison));
  }
  return conclude(judgeRows(rows, comparison), comparison, candidate, serving, report);
}

async function callBoth(input: CallInput, candidate: SmokeTarget, serving: SmokeTarget, timeoutSeconds: number) {
  // Both have ended before a fault of either is told: no call goes on behind the run's back.
  const [after, before] = await Promise.allSettled([callOnce(candidate, input, timeoutSeconds), callOnce(serving, input, timeoutSeconds)]);
  if (after.status === "rejected") throw after.reason;
  if (before.status === "rejected") throw before.reason;
  return { candidate: after.value, serving: before.value };
}

function conclude(
  verdict: ComparisonVerdict,
  { maxDifferentShare = 0, onInconclusive = "stop" }: Comparison,
  candidate: SmokeTarget,
  serving: SmokeTarget,
  report: SmokeReport,
): Compared {
  const { kind, rows } = verdict;
  const total = rows.length;
  const different = rows.filter((row) => row.kind === "different").length;
  const inconclusive = rows.filter((row) => row.kind === "inconclusive").length;
  const table = (shown: ComparisonRow["kind"]) => renderComparison(rows.filter((row) => row.kind === shown));
  if (kind === "different") {
    throw errors.COMPARISON_DIFFERENT(candidate.uri, serving.uri, different, total, maxDifferentShare, table("different"));
  }
  if (kind === "inconclusive" && onInconclusive === "stop") {
    throw errors.COMPARISON_INCONCLUSIVE(candidate.uri, serving.uri, inconclusive, total, table("inconclusive"));
  }
  const silent = inconclusive > 0 ? `; to ${inconclusive} of them ${serving.uri} itself gives no answer, which counts as passed` : "";
  const summary = `${different} of ${total} answers ${different === 1 ? "differs" : "differ"}${silent}`;
  report.progress(summary);
  return { kind, rows, summary };
}
