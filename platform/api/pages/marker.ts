import { ApiError } from "../errors";

/** The opaque text that stands in a page for the place where the next one begins. The counterpart of {@link readMarker}. */
export function markerOf(place: string): string {
  return Buffer.from(place, "utf8").toString("base64url");
}

/**
 * The place that a request's `marker` stands for; the empty text for the first page.
 * @throws ApiError INVALID_MARKER
 */
export function readMarker(marker: string | undefined): string {
  if (!marker) return "";
  const place = Buffer.from(marker, "base64url").toString("utf8");
  if (markerOf(place) !== marker) throw new ApiError("INVALID_MARKER");
  return place;
}
