import type * as Sdk from "@aws-sdk/client-s3";
import { type Listing, type ObjectStore, StoreFault, splitBucket } from "../store";

/** Lists a folder: of the account its buckets, of a bucket what lies below the prefix up to the next `/`. */
export async function listFolder(
  client: Sdk.S3Client,
  sdk: typeof Sdk,
  folder: string,
  { limit, next }: Parameters<ObjectStore["list"]>[1],
): Promise<Listing | undefined> {
  if (folder === "") return listBuckets(client, sdk);
  const { bucket, key: prefix } = splitBucket(folder);
  const found = await client
    .send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: "/", MaxKeys: limit, ContinuationToken: next }))
    .catch((error: Error) => {
      throw next !== undefined && error.name === "InvalidArgument" ? new StoreFault("marker", error.message) : error;
    });
  const { Contents = [], CommonPrefixes = [], IsTruncated, NextContinuationToken } = found;
  // A bucket may be empty; a folder is there as long as something is in it.
  if (prefix !== "" && next === undefined && Contents.length + CommonPrefixes.length === 0) return undefined;
  const below = (key = "") => key.slice(prefix.length).replace(/\/$/, "");
  return {
    folders: CommonPrefixes.map(({ Prefix }) => below(Prefix)),
    // Some tools mark a folder by an empty object of its name.
    files: Contents.filter(({ Key }) => Key !== prefix).map(({ Key, Size = 0, LastModified = new Date(0) }) => ({
      name: below(Key),
      sizeBytes: Size,
      modifiedAt: LastModified,
    })),
    ...(IsTruncated && NextContinuationToken && { next: NextContinuationToken }),
  };
}

async function listBuckets(client: Sdk.S3Client, sdk: typeof Sdk): Promise<Listing> {
  const { Buckets = [] } = await client.send(new sdk.ListBucketsCommand({}));
  return { folders: Buckets.flatMap(({ Name }) => (Name === undefined ? [] : [Name])), files: [] };
}
