import { ApiError } from "../api/errors";

/** What a request for a paged list asks for. */
export interface Page {
  limit: number;
  /** Only entries older than this sequence number. */
  before: number;
}

/** Reads `limit` (default 50) and the opaque `marker` of a paged list. */
export function readPage(query: Record<string, string | undefined>): Page {
  return { limit: readLimit(query.limit), before: readMarker(query.marker) };
}

/** A page of results, newest first, with the marker and the link of the next one. `found` holds one entry more if there is a next page. */
export function pageOf<T extends { sequence: number }>(found: T[], { limit }: Page, address: string, describe: (entry: T) => unknown) {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const marker = found.length > limit && last ? Buffer.from(JSON.stringify({ before: last.sequence })).toString("base64url") : null;
  const next = new URL(address);
  next.searchParams.set("limit", String(limit));
  if (marker !== null) next.searchParams.set("marker", marker);
  return { marker, next_link: marker === null ? null : next.href, results: page.map(describe) };
}

/** Reads `limit`, the entries of one page: 1 to 1000, default 50. */
export function readLimit(text: string | undefined): number {
  const limit = text === undefined || text === "" ? 50 : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ApiError("INVALID_LIMIT", String(text));
  return limit;
}

function readMarker(marker: string | undefined): number {
  if (!marker) return Number.MAX_SAFE_INTEGER;
  try {
    const { before } = JSON.parse(Buffer.from(marker, "base64url").toString("utf8")) as { before: unknown };
    if (Number.isInteger(before)) return before as number;
  } catch {
    // Falls through to the one message below.
  }
  throw new ApiError("INVALID_MARKER");
}
