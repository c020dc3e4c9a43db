import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { judgeRead, rangeCounts } from "./conditions";
import { askedRange, type ByteRange } from "./range";

/** A file that a request is answered with, wherever it lies. */
export interface AnsweredFile {
  /** Without quotes. */
  etag?: string;
  sizeBytes: number;
  modifiedAt: Date;
}

/**
 * Sets status and headers of an answer, and tells which bytes belong to it: all (undefined), some or none.
 * @param named the file's address, for messages
 * @throws ApiError CONDITION_FAILED, RANGE_NOT_SATISFIABLE
 */
export function answerConditions(
  headers: Exchange["request"]["headers"],
  reply: Exchange["reply"],
  file: AnsweredFile,
  named: string,
): ByteRange | "nothing" | undefined {
  const etag = file.etag ?? "";
  const verdict = judgeRead(headers, etag);
  if (verdict === "failed") throw new ApiError("CONDITION_FAILED", named);
  describeFile(reply, file, headers.accept);
  if (verdict === "not modified") {
    reply.code(304).removeHeader("content-length");
    return "nothing";
  }
  const range = rangeCounts(headers["if-range"] as string | undefined, etag) ? askedRange(headers.range, file.sizeBytes) : "whole";
  if (range === "whole") return undefined;
  reply.header("content-range", `bytes ${range === "unsatisfiable" ? "*" : `${range.start}-${range.end}`}/${file.sizeBytes}`);
  if (range === "unsatisfiable") throw new ApiError("RANGE_NOT_SATISFIABLE", `${named} has ${file.sizeBytes} bytes`);
  reply.code(206).header("content-length", range.end - range.start + 1);
  return range;
}

/** Sets the headers that tell about a file. */
export function describeFile(reply: Exchange["reply"], file: AnsweredFile, accept: string | undefined): Exchange["reply"] {
  reply
    .header("x-data-type", "file")
    .header("accept-ranges", "bytes")
    .header("last-modified", file.modifiedAt.toUTCString())
    .header("content-length", file.sizeBytes)
    .header("content-type", contentTypeFor(accept));
  return file.etag === undefined ? reply : reply.header("etag", file.etag);
}

/** The JavaScript client fails on a content type other than the one it asked for (reference/algorithmia-api.md §2.5). */
function contentTypeFor(accept = ""): string {
  const asked = accept.toLowerCase();
  if (asked.includes("application/octet-stream") || asked.includes("*/*")) return "application/octet-stream";
  if (asked.includes("text/plain")) return "text/plain";
  return asked.includes("application/json") ? "application/json" : "application/octet-stream";
}
