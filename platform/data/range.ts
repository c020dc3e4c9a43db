/** The first and the last byte that were asked for, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range that a `Range` header asks for. Several ranges, another unit or what cannot be read count as none: the whole file
 * answers them (RFC 9110 §14.2). By hand, as the libraries for it refuse a suffix longer than the file, which asks for all of it.
 *
 * @example askedRange("bytes=-5", 100) // { start: 95, end: 99 }
 */
export function askedRange(header: string | undefined, sizeBytes: number): ByteRange | "whole" | "unsatisfiable" {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return "whole";
  if (first !== "" && last !== "" && Number(first) > Number(last)) return "whole";
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start < sizeBytes ? { start, end } : "unsatisfiable";
}
