import type { Exchange } from "../exchange";
import { readLimit } from "./limit";
import { markerOf, readMarker } from "./marker";

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
  const marker = found.length > limit && last ? markerOf(last.name) : null;
  const next = new URL(address);
  next.searchParams.set("limit", String(limit));
  if (marker !== null) next.searchParams.set("marker", marker);
  return { marker, next_link: marker === null ? null : next.href, results: page.map(describe) };
}
