import { ApiError } from "../errors";
import { readLimit } from "./limit";
import { markerOf } from "./marker";

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
  const marker = found.length > limit && last ? markerOf(JSON.stringify({ before: last.sequence })) : null;
  const next = new URL(address);
  next.searchParams.set("limit", String(limit));
  if (marker !== null) next.searchParams.set("marker", marker);
  return { marker, next_link: marker === null ? null : next.href, results: page.map(describe) };
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
