import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import { UploadCutShort } from "../data/receive";

/**
 * The bytes of a request for a store: they end with an error when fewer came than announced, or others than their checksum says, so
 * that no store takes them for whole. When the store stops reading, the request stays open: its answer still has to go out.
 *
 * @param sha256 hex digits the bytes must have
 */
export function checkedBody(raw: Readable, { sizeBytes, sha256 }: { sizeBytes?: number; sha256?: string }): Readable {
  const body = Readable.from(checked(raw, sizeBytes, sha256), { objectMode: false, highWaterMark: 1024 * 1024 });
  // It may end badly when nobody listens any more: the store has refused it already.
  return body.on("error", () => {});
}

async function* checked(raw: Readable, sizeBytes: number | undefined, sha256: string | undefined): AsyncGenerator<Buffer> {
  const hash = sha256 === undefined ? undefined : createHash("sha256");
  let came = 0;
  // The last piece waits until all is known to be right: a store that counts bytes would be content before we object.
  let last: Buffer | undefined;
  try {
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (last) yield last;
      last = chunk;
      came += chunk.length;
      hash?.update(chunk);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" ? new UploadCutShort("the connection broke") : error;
  }
  if (sizeBytes !== undefined && came !== sizeBytes) throw new UploadCutShort(`${came} of ${sizeBytes} bytes came`);
  const digest = hash?.digest("hex");
  if (digest !== sha256) throw new ApiError("UPLOAD_DAMAGED", `their sha256 is ${digest}, not ${sha256}`);
  if (last) yield last;
}
