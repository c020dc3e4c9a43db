import type { DropboxResponseError } from "dropbox";
import { networkFault } from "../network";
import { type FaultKind, StoreFault } from "../store";

/** Tags within the documented error unions, the first that is found counts. */
const kinds: [string, FaultKind][] = [
  ["conflict", "condition"],
  ["parent_rev", "condition"],
  ["no_write_permission", "denied"],
  ["team_folder", "denied"],
  ["access_denied", "denied"],
  ["missing_scope", "denied"],
  ["reset", "marker"],
  ["too_many_write_operations", "throttled"],
  ["too_many_requests", "throttled"],
];

/** True for a path where there is nothing, or nothing of the kind that is asked for. */
export function isAbsent(error: unknown): boolean {
  const { status } = error as DropboxResponseError<unknown>;
  return status === 409 && /(^|\/)(not_found|not_file|not_folder|malformed_path)(\/|$)/.test(summaryOf(error));
}

/** What the SDK threw, as a fault. */
export function faultOf(error: unknown): unknown {
  if (error instanceof StoreFault) return error;
  const { status } = error as DropboxResponseError<unknown>;
  if (status === undefined) return networkFault(error) ?? error;
  const summary = summaryOf(error);
  const tagged = kinds.find(([tag]) => summary.split("/").includes(tag))?.[1];
  return new StoreFault(tagged ?? byStatus(status, summary), summary || `it answered ${status}`, { cause: error });
}

function byStatus(status: number, summary: string): FaultKind {
  if (status === 401 || /^(invalid_grant|invalid_client)/.test(summary)) return "credentials";
  if (status === 403) return "denied";
  if (status === 429 || status === 503) return "throttled";
  return status >= 500 ? "failed" : "refused";
}

/** `path/not_found/..`, the words of OAuth, or the plain text of a bad request. */
function summaryOf(error: unknown): string {
  const body = (error as DropboxResponseError<unknown>).error as
    | { error_summary?: string; error?: unknown; error_description?: string }
    | string
    | undefined;
  if (typeof body === "string") return body.slice(0, 300);
  if (body?.error_summary !== undefined) return body.error_summary.replace(/\/?\.*$/, "");
  return [body?.error, body?.error_description].filter((part) => typeof part === "string").join(": ");
}
