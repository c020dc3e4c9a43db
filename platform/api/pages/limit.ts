import { ApiError } from "../errors";

/**
 * Reads `limit`, the entries of one page: 1 to 1000, default 50.
 * @throws ApiError INVALID_LIMIT
 */
export function readLimit(text: string | undefined): number {
  const limit = text === undefined || text === "" ? 50 : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ApiError("INVALID_LIMIT", String(text));
  return limit;
}
