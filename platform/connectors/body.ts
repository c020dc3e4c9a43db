import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import { UploadCutShort } from "../data/receive";

/**
 * The bytes of a request for a store: they end with an error when fewer came than announced, or others than their checksum says, so
 * that no store takes them for whole. When the store stops reading, the request stays open: its answer still has to go out.
 *
 * @param sha256 hex digits the bytes must have
 * @returns the bytes, and what was wrong with them: libraries have errors of their own for a body that ends badly
 */
export function checkedBody(
  raw: Readable,
  { sizeBytes, sha256 }: { sizeBytes?: number; sha256?: string },
): { bytes: Readable; failure(): unknown } {
  let failure: unknown;
  async function* pieces(): AsyncGenerator<Buffer> {
    try {
      yield* checked(raw, sizeBytes, sha256);
    } catch (error) {
      // A library that gives the body up throws its own reason in here.
      if (error instanceof UploadCutShort || error instanceof ApiError) failure = error;
      throw error;
    }
  }
  const bytes = Readable.from(pieces(), { objectMode: false, highWaterMark: 1024 * 1024 });
  // It may end badly when nobody listens any more: the store has refused it already.
  bytes.on("error", () => {});
  return { bytes, failure: () => failure };
}

async function* checked(raw: Readable, sizeBytes: number | undefined, sha256: string | undefined): AsyncGenerator<Buffer> {
  const hash = sha256 === undefined ? undefined : createHash("sha256");
  let came = 0;
  // The last piece waits until all is known to be right: a store that counts bytes would be content before we object.
  let last: Buffer | undefined;
  for await (const chunk of piecesOf(raw)) {
    if (last) yield last;
    last = chunk;
    came += chunk.length;
    hash?.update(chunk);
  }
  if (sizeBytes !== undefined && came !== sizeBytes) throw new UploadCutShort(`${came} of ${sizeBytes} bytes came`);
  const digest = hash?.digest("hex");
  if (digest !== sha256) throw new ApiError("UPLOAD_DAMAGED", `their sha256 is ${digest}, not ${sha256}`);
  if (last) yield last;
}

/** What a request brings. Step by step, so that only its own errors are taken for a broken connection. */
async function* piecesOf(raw: Readable): AsyncGenerator<Buffer> {
  const steps = raw.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { done, value } = await steps.next().catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ECONNRESET" || error.code === "ERR_STREAM_PREMATURE_CLOSE"
          ? new UploadCutShort("the connection broke")
          : error;
      });
      if (done) return;
      yield value;
    }
  } finally {
    // What is left of the request can then be read away before its answer.
    await steps.return?.();
  }
}
