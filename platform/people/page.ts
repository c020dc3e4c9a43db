import { readLimit } from "../algorithms/page";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";

/**
 * Answers a list in pages, in the order of its names.
 * @param address the list's own address, for the link to the next page
 * @param find reads at most so many entries that come after a name; the empty name for the first ones
 * @throws ApiError INVALID_LIMIT, INVALID_MARKER
 */
export function pageByName<T extends { name: string }>(
  { query }: Pick<Exchange, "query">,
  address: string,
  find: (after: string, limit: number) => T[],
  describe: (entry: T) => unknown,
) {
  const limit = readLimit(query.limit);
  // One entry more than asked for tells whether there is a next page.
  const found = find(readMarker(query.marker), limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const marker = found.length > limit && last ? Buffer.from(last.name, "utf8").toString("base64url") : null;
  const next = new URL(address);
  next.searchParams.set("limit", String(limit));
  if (marker !== null) next.searchParams.set("marker", marker);
  return { marker, next_link: marker === null ? null : next.href, results: page.map(describe) };
}

function readMarker(marker: string | undefined): string {
  if (!marker) return "";
  const name = Buffer.from(marker, "base64url").toString("utf8");
  if (Buffer.from(name, "utf8").toString("base64url") !== marker) throw new ApiError("INVALID_MARKER");
  return name;
}
