import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { BlobDownloadResponseParsed, BlobGetPropertiesResponse, ContainerClient } from "@azure/storage-blob";
import { type Listing, type ObjectStore, type StoredObject, StoreFault, type Upload } from "../store";
import { faultOf, isAbsent } from "./faults";

/** One container, as a shared access signature opens it. Paths are names of blobs. */
export interface AzureAccess {
  /** `https://<account>.blob.core.windows.net`, or an emulator's with the account in the path. */
  storageUri: string;
  container: string;
  /** With or without its `?`. */
  sasToken: string;
}

const heldBytes = 1024 * 1024;
const blockBytes = 8 * 1024 * 1024;
const mostBlocks = 50_000;
/** Blocks on their way at once: with the one being filled, the memory that an upload takes. */
const blocksAtOnce = 3;

/** Azure Blob Storage. The SDK is loaded here, at the first use of a connector of this kind. */
export function openAzure({ storageUri, container, sasToken }: AzureAccess): ObjectStore {
  const sdk = require("@azure/storage-blob") as typeof import("@azure/storage-blob");
  const token = sasToken.replace(/^\?/, "");
  const address = `${storageUri.replace(/\/+$/, "")}/${encodeURIComponent(container)}?${token}`;
  const client = new sdk.ContainerClient(address, new sdk.AnonymousCredential(), {
    retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
  });
  const blobOf = (path: string, versionId?: string) => {
    const blob = client.getBlockBlobClient(path);
    return versionId ? blob.withVersion(versionId) : blob;
  };
  const tell = (error: unknown) => faultOf(error, expiryOf(token));

  const head: ObjectStore["head"] = async (path, versionId) => {
    try {
      return describe(await blobOf(path, versionId).getProperties());
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw tell(error);
    }
  };

  return {
    head,
    async get(path, { range, versionId, etag } = {}) {
      try {
        const answer = await blobOf(path, versionId).download(range?.start ?? 0, range && range.end - range.start + 1, {
          ...(etag && { conditions: { ifMatch: quoted(etag) } }),
        });
        return { object: describe(answer), bytes: answer.readableStreamBody as Readable };
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw tell(error);
      }
    },
    async list(folder, page) {
      try {
        return await listFolder(client, folder, page);
      } catch (error) {
        throw tell(error);
      }
    },
    async put(path, bytes, { sizeBytes, sha256, condition = {} }: Upload) {
      const options = {
        blobHTTPHeaders: { blobContentType: "application/octet-stream" },
        ...(sha256 && { metadata: { sha256 } }),
        conditions: { ...(condition.ifMatch && { ifMatch: quoted(condition.ifMatch) }), ...(condition.ifAbsent && { ifNoneMatch: "*" }) },
      };
      const blob = client.getBlockBlobClient(path);
      try {
        // Blocks are nothing to see until a list of them is committed at the end; the service forgets those of a failure.
        const size = sizeBytes === undefined ? blockBytes : Math.max(blockBytes, Math.ceil(sizeBytes / mostBlocks));
        const { etag, versionId } =
          sizeBytes !== undefined && sizeBytes <= heldBytes
            ? await blob.upload(await buffer(bytes), sizeBytes, options)
            : await blob.uploadStream(bytes, size, blocksAtOnce, options);
        return { ...(etag && { etag: unquoted(etag) }), ...(versionId && { versionId }) };
      } catch (error) {
        throw tell(error);
      }
    },
    async remove(path, etag) {
      try {
        await blobOf(path).delete(etag ? { conditions: { ifMatch: quoted(etag) } } : {});
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw tell(error);
      }
    },
    close: () => {},
  };
}

async function listFolder(client: ContainerClient, folder: string, { limit, next }: { limit: number; next?: string }) {
  const pages = client
    .listBlobsByHierarchy("/", { prefix: folder })
    .byPage({ maxPageSize: limit, ...(next !== undefined && { continuationToken: next }) });
  for await (const { segment, continuationToken } of pages) {
    const { blobItems, blobPrefixes = [] } = segment;
    if (folder !== "" && next === undefined && blobItems.length + blobPrefixes.length === 0) return undefined;
    const below = (name: string) => name.slice(folder.length).replace(/\/$/, "");
    const listing: Listing = {
      folders: blobPrefixes.map(({ name }) => below(name)),
      files: blobItems.map(({ name, properties }) => ({
        name: below(name),
        sizeBytes: properties.contentLength ?? 0,
        modifiedAt: properties.lastModified,
      })),
      ...(continuationToken && { next: continuationToken }),
    };
    return listing;
  }
  throw new StoreFault("failed", "it sent no list");
}

function describe(answer: BlobGetPropertiesResponse | BlobDownloadResponseParsed): StoredObject {
  const { contentLength = 0, lastModified = new Date(0), etag, versionId, metadata } = answer;
  const { contentRange, blobContentMD5 } = answer as Partial<BlobDownloadResponseParsed>;
  // Of a range the answer has the checksum of the range; that of the blob stands apart.
  const md5 = contentRange ? blobContentMD5 : answer.contentMD5;
  const whole = /\/(\d+)$/.exec(contentRange ?? "")?.[1];
  const sha256 = metadata?.sha256?.toLowerCase();
  return {
    sizeBytes: whole === undefined ? contentLength : Number(whole),
    modifiedAt: lastModified,
    ...(etag && { etag: unquoted(etag) }),
    ...(versionId && { versionId }),
    ...(sha256 && /^[0-9a-f]{64}$/.test(sha256) && { sha256 }),
    ...(md5 && { md5: Buffer.from(md5).toString("hex") }),
  };
}

/** Tells of a signature whose time is over; the service's own words often do not. */
function expiryOf(token: string): string | undefined {
  const expiry = new URLSearchParams(token).get("se");
  return expiry !== null && Date.parse(expiry) < Date.now() ? `Its shared access signature expired at ${expiry}.` : undefined;
}

function quoted(etag: string): string {
  return `"${etag}"`;
}

function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}
