import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { FileMetadata, Storage } from "@google-cloud/storage";
import { multipartThresholdBytes, type ObjectStore, type StoredObject, StoreFault, splitBucket, type Upload } from "../store";
import { faultOf, isAbsent } from "./faults";

/** Google Cloud Storage as a service account reaches it. */
export interface GoogleAccess {
  /** Default: Google's own. Any other is taken for an emulator and asked without credentials. */
  endpoint?: string;
  /** For a listing of buckets only. Default: the one in the account's address. */
  projectId?: string;
  email: string;
  privateKey: string;
}

const heldBytes = 1024 * 1024;
/** Pieces of a resumable upload: held until Google has them. */
const chunkBytes = 8 * 1024 * 1024;

/** Google Cloud Storage. The SDK is loaded here, at the first use of a connector of this kind. */
export function openGoogle(access: GoogleAccess): ObjectStore {
  const storage = storageFor(access);
  const fileOf = (path: string, generation?: string) => {
    const { bucket, key } = splitBucket(path);
    return storage.bucket(bucket).file(key, generation ? { generation } : {});
  };

  const head: ObjectStore["head"] = async (path, versionId) => {
    try {
      const [metadata] = await fileOf(path, versionId).getMetadata();
      return describe(metadata);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw faultOf(error);
    }
  };

  return {
    head,
    async get(path, { range, versionId, etag } = {}) {
      const object = await head(path, versionId);
      if (!object) return undefined;
      if (etag && object.etag !== etag) throw new StoreFault("condition", "the object is another one now");
      try {
        const options = { ...range, decompress: false, ...(range && { validation: false as const }) };
        if (object.sizeBytes === 0) return { object, bytes: fileOf(path, object.versionId).createReadStream(options) };
        const bytes = fileOf(path, object.versionId).createReadStream(options);
        const answered = once(bytes, "response");
        // It asks once somebody reads.
        bytes.read(0);
        await answered;
        return { object, bytes };
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw faultOf(error);
      }
    },
    async list(folder, page) {
      try {
        return await listFolder(storage, folder, page);
      } catch (error) {
        throw faultOf(error);
      }
    },
    async put(path, bytes, { sizeBytes, sha256, condition = {} }: Upload) {
      const file = fileOf(path);
      const options = {
        resumable: sizeBytes === undefined || sizeBytes > multipartThresholdBytes,
        chunkSize: chunkBytes,
        metadata: { contentType: "application/octet-stream", ...(sha256 && { metadata: { sha256 } }) },
        preconditionOpts: {
          ...(condition.ifAbsent && { ifGenerationMatch: 0 }),
          ...(condition.ifMatch && { ifGenerationMatch: condition.ifMatch }),
        },
      };
      try {
        if (sizeBytes !== undefined && sizeBytes <= heldBytes) await file.save(await buffer(bytes), options);
        else await pipeline(bytes, file.createWriteStream(options));
        const { generation } = file.metadata;
        return generation === undefined ? {} : { etag: String(generation), versionId: String(generation) };
      } catch (error) {
        throw faultOf(error);
      }
    },
    async remove(path, etag) {
      try {
        await fileOf(path).delete(etag ? { ifGenerationMatch: etag } : {});
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw faultOf(error);
      }
    },
    close: () => {},
  };
}

function storageFor({ endpoint, projectId, email, privateKey }: GoogleAccess): Storage {
  const { Storage: Client } = require("@google-cloud/storage") as typeof import("@google-cloud/storage");
  const project = projectId ?? /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1];
  return new Client({
    credentials: { client_email: email, private_key: privateKey },
    retryOptions: { maxRetries: 1, retryDelayMultiplier: 1, totalTimeout: 30, maxRetryDelay: 2 },
    projectId: project ?? "none",
    ...(endpoint && { apiEndpoint: endpoint, useAuthWithCustomEndpoint: /(^|\.)googleapis\.com$/.test(new URL(endpoint).hostname) }),
  });
}

async function listFolder(storage: Storage, folder: string, { limit, next }: { limit: number; next?: string }) {
  if (folder === "") {
    const [buckets] = await storage.getBuckets();
    return { folders: buckets.map(({ name }) => name), files: [] };
  }
  const { bucket, key: prefix } = splitBucket(folder);
  const asked = { prefix, delimiter: "/", maxResults: limit, autoPaginate: false, ...(next !== undefined && { pageToken: next }) };
  const [files, , answer] = await storage.bucket(bucket).getFiles(asked);
  const { prefixes = [], nextPageToken } = answer as { prefixes?: string[]; nextPageToken?: string };
  if (prefix !== "" && next === undefined && files.length + prefixes.length === 0) return undefined;
  const below = (name: string) => name.slice(prefix.length).replace(/\/$/, "");
  return {
    folders: prefixes.map(below),
    files: files
      .filter(({ name }) => name !== prefix)
      .map(({ name, metadata }) => ({
        name: below(name),
        sizeBytes: Number(metadata.size ?? 0),
        modifiedAt: new Date(metadata.updated ?? 0),
      })),
    ...(nextPageToken && { next: nextPageToken }),
  };
}

/** The generation tells one state of an object from another; Google's own ETag changes with labels, too. */
function describe({ size = 0, updated, generation, md5Hash, metadata }: FileMetadata): StoredObject {
  const sha256 = String(metadata?.sha256 ?? "").toLowerCase();
  return {
    sizeBytes: Number(size),
    modifiedAt: new Date(updated ?? 0),
    ...(generation !== undefined && { etag: String(generation), versionId: String(generation) }),
    ...(md5Hash && { md5: Buffer.from(md5Hash, "base64").toString("hex") }),
    ...(/^[0-9a-f]{64}$/.test(sha256) && { sha256 }),
  };
}
