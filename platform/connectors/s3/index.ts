import type { Readable } from "node:stream";
import type { GetObjectCommandOutput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { type ObjectStore, type StoredObject, splitBucket } from "../store";
import { clientFor, type S3Access } from "./client";
import { faultOf, isAbsent, isWordless } from "./faults";
import { listFolder } from "./list";
import { upload } from "./upload";

/** S3 and what speaks its protocol. */
export function openS3(access: S3Access): ObjectStore {
  const { client, sdk } = clientFor(access);

  const get: ObjectStore["get"] = async (path, { range, versionId, etag } = {}) => {
    const { bucket, key } = splitBucket(path);
    try {
      const answer = await client.send(
        new sdk.GetObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          IfMatch: etag && `"${etag}"`,
          Range: range && `bytes=${range.start}-${range.end}`,
        }),
      );
      return { object: describe(answer), bytes: answer.Body as Readable };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw faultOf(error);
    }
  };

  const head: ObjectStore["head"] = async (path, versionId) => {
    const { bucket, key } = splitBucket(path);
    const ask = () =>
      client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ChecksumMode: "ENABLED" })).then(describe);
    try {
      return await ask().catch(async (error: unknown) => {
        if (!isWordless(error)) throw error;
        // The same question as a GET is refused with a reason.
        const got = await get(path, { range: { start: 0, end: 0 }, ...(versionId && { versionId }) });
        got?.bytes.destroy();
        // It was not refused: by the answer before, the SDK has set its clock after the store's.
        return await ask();
      });
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw faultOf(error);
    }
  };

  return {
    get,
    head,
    async list(folder, page) {
      try {
        return await listFolder(client, sdk, folder, page);
      } catch (error) {
        throw faultOf(error);
      }
    },
    async put(path, bytes, given) {
      try {
        return await upload(client, sdk, splitBucket(path), bytes, given);
      } catch (error) {
        throw faultOf(error);
      }
    },
    async remove(path, etag) {
      const { bucket, key } = splitBucket(path);
      // Deleting what is not there succeeds in S3, so it is asked for first.
      if (!(await head(path))) return false;
      try {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag && `"${etag}"` }));
        return true;
      } catch (error) {
        throw faultOf(error);
      }
    },
    close: () => client.destroy(),
  };
}

function describe(answer: HeadObjectCommandOutput | GetObjectCommandOutput): StoredObject {
  const { ContentLength = 0, LastModified, ETag, VersionId, ChecksumSHA256, ChecksumType, Metadata } = answer;
  const whole = /\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1];
  const etag = ETag?.replace(/^"(.*)"$/, "$1");
  // Of an object that was sent in parts S3 keeps the checksum of the parts' checksums, which is another thing.
  const native = ChecksumSHA256 && ChecksumType !== "COMPOSITE" && !ChecksumSHA256.includes("-");
  const md5 = isMd5(answer) ? etag : undefined;
  const sha256 = native ? Buffer.from(ChecksumSHA256, "base64").toString("hex") : recordedSha256(Metadata);
  return {
    sizeBytes: whole === undefined ? ContentLength : Number(whole),
    modifiedAt: LastModified ?? new Date(0),
    ...(etag && { etag }),
    ...(VersionId && VersionId !== "null" && { versionId: VersionId }),
    ...(sha256 && { sha256 }),
    ...(md5 && { md5 }),
  };
}

/** The ETag is the md5 of what was sent at once, unless a key that only S3 or its caller knows encrypts it. */
function isMd5({ ETag, ServerSideEncryption, SSECustomerAlgorithm }: HeadObjectCommandOutput | GetObjectCommandOutput): boolean {
  return /^"?[0-9a-f]{32}"?$/.test(ETag ?? "") && !ServerSideEncryption?.startsWith("aws:kms") && !SSECustomerAlgorithm;
}

function recordedSha256(metadata: Record<string, string> | undefined): string | undefined {
  const text = metadata?.sha256?.toLowerCase();
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}
