import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type * as Sdk from "@aws-sdk/client-s3";
import { multipartThresholdBytes, type Upload } from "../store";

const heldBytes = 1024 * 1024;
const leastChunkBytes = 64 * 1024;
const partBytes = 6 * 1024 * 1024;
/** S3 takes so many parts; a body of unknown length gets larger ones, which reach to 160 GiB. */
const mostParts = 10_000;
const partBytesOfUnknown = 16 * 1024 * 1024;
/** Parts on their way at once: with the one being filled, the memory that an upload takes. */
const partsAtOnce = 4;

/**
 * Sends an object: in one request when it is known to be small, else in parts of which nothing is seen until the last has come.
 * A failure takes the parts back.
 */
export async function upload(
  client: Sdk.S3Client,
  sdk: typeof Sdk,
  { bucket, key }: { bucket: string; key: string },
  bytes: Readable,
  { sizeBytes, sha256, condition = {} }: Upload,
): Promise<{ etag?: string; versionId?: string }> {
  const params = {
    Bucket: bucket,
    Key: key,
    ContentType: "application/octet-stream",
    ...(sha256 && { Metadata: { sha256 } }),
    ...(condition.ifMatch && { IfMatch: `"${condition.ifMatch}"` }),
    ...(condition.ifAbsent && { IfNoneMatch: "*" }),
  };
  const send = sizeBytes !== undefined && sizeBytes <= multipartThresholdBytes ? atOnce : inParts;
  const sent = await send(client, sdk, params, bytes, sizeBytes);
  const etag = sent.ETag?.replace(/^"(.*)"$/, "$1");
  return { ...(etag && { etag }), ...(sent.VersionId && sent.VersionId !== "null" && { versionId: sent.VersionId }) };
}

type Params = Omit<Sdk.PutObjectCommandInput, "Body">;

/**
 * One request. What is small is held, so that the SDK can ask again.
 *
 * The SDK wraps a body in a stream that nobody listens to: an error of the body would end this process. So a stream that ends badly
 * just stops, and the request is aborted.
 */
async function atOnce(client: Sdk.S3Client, sdk: typeof Sdk, params: Params, bytes: Readable, sizeBytes: number | undefined) {
  if (sizeBytes !== undefined && sizeBytes <= heldBytes) {
    return client.send(new sdk.PutObjectCommand({ ...params, Body: await buffer(bytes) }));
  }
  const ended = new AbortController();
  async function* pieces(): AsyncGenerator<Buffer> {
    try {
      yield* largePieces(bytes);
    } catch {
      ended.abort();
      await new Promise(() => {});
    }
  }
  const body = Readable.from(pieces(), { objectMode: false });
  return client.send(new sdk.PutObjectCommand({ ...params, Body: body, ContentLength: sizeBytes }), { abortSignal: ended.signal });
}

/** Each piece becomes a chunk of the request, and S3 refuses chunks below 8 KiB but for the last; what a network brings may be smaller. */
async function* largePieces(bytes: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < leastChunkBytes) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function inParts(client: Sdk.S3Client, _sdk: typeof Sdk, params: Params, bytes: Readable, sizeBytes: number | undefined) {
  const { Upload: Parts } = require("@aws-sdk/lib-storage") as typeof import("@aws-sdk/lib-storage");
  const partSize = sizeBytes === undefined ? partBytesOfUnknown : Math.max(partBytes, Math.ceil(sizeBytes / mostParts));
  return new Parts({ client, params: { ...params, Body: bytes }, partSize, queueSize: partsAtOnce }).done();
}
