import type { IncomingHttpHeaders } from "node:http";

/** What the conditions of a request come to. */
export type Verdict = "proceed" | "not modified" | "failed";

/**
 * Judges `If-Match` and `If-None-Match` (RFC 9110 §13) against the file as it is. ETags are md5 hex digits, sent without quotes as
 * Algorithmia did; in a condition they may be quoted or weak.
 *
 * @param md5 of the file, or undefined where there is none
 * @example judgeRead({ "if-none-match": '"5d41402abc4b2a76b9719d911017c592"' }, "5d41402abc4b2a76b9719d911017c592") // "not modified"
 */
export function judgeRead(headers: IncomingHttpHeaders, md5: string): Verdict {
  if (!judgeMatch(headers["if-match"], md5)) return "failed";
  return names(headers["if-none-match"], md5) ? "not modified" : "proceed";
}

/** The same before a write: `If-None-Match: *` asks that there is no such file yet. */
export function mayWrite(headers: IncomingHttpHeaders, md5: string | undefined): boolean {
  return judgeMatch(headers["if-match"], md5) && !names(headers["if-none-match"], md5);
}

/** A range counts only for the very bytes that the client has a part of; a date says too little to tell. */
export function rangeCounts(ifRange: string | undefined, md5: string): boolean {
  return ifRange === undefined || names(ifRange, md5);
}

function judgeMatch(header: string | undefined, md5: string | undefined): boolean {
  return header === undefined || names(header, md5);
}

function names(header: string | undefined, md5: string | undefined): boolean {
  if (header === undefined || md5 === undefined) return false;
  const tags = header.split(",").map((tag) => tag.trim());
  return tags.some((tag) => tag === "*" || tag.replace(/^W\//, "").replace(/^"(.*)"$/, "$1") === md5);
}
