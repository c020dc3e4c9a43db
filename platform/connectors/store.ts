import type { Readable } from "node:stream";
import type { ByteRange } from "../data/range";

/** What a store knows of one of its objects. */
export interface StoredObject {
  sizeBytes: number;
  modifiedAt: Date;
  /** Without quotes; absent where the store has none. */
  etag?: string;
  /** Where the store keeps versions of its objects. */
  versionId?: string;
  /** Hex digits, where the store or whoever wrote the object recorded them. */
  sha256?: string;
  md5?: string;
}

/** One page of what lies directly in a folder. */
export interface Listing {
  folders: string[];
  files: { name: string; sizeBytes: number; modifiedAt: Date }[];
  /** Where the next page begins, in the store's own words. */
  next?: string;
}

/** Which state of an object a write may replace; neither: any. */
export interface WriteCondition {
  /** Only the object with this ETag. */
  ifMatch?: string;
  /** Only if there is no object yet. */
  ifAbsent?: boolean;
}

/** What comes with the bytes of a new object. */
export interface Upload {
  /** The length that was announced, if there was one. */
  sizeBytes?: number;
  /** Hex digits the bytes were announced to have; recorded with the object. They are checked by whoever sends the bytes. */
  sha256?: string;
  condition?: WriteCondition;
}

/**
 * One storage service as a connector reaches it; a file for each protocol. Paths are `bucket/key` where there are buckets, else `key`.
 * What the service refuses is thrown as a `StoreFault`; what is not there is undefined or false.
 */
export interface ObjectStore {
  /** @param folder `""` or ending in `/`. Undefined when no such folder is there */
  list(folder: string, page: { limit: number; next?: string }): Promise<Listing | undefined>;
  head(path: string, versionId?: string): Promise<StoredObject | undefined>;
  /** The bytes as they come; with `etag`, only of that very object (else a fault of the kind "condition"). */
  get(
    path: string,
    asked?: { range?: ByteRange; versionId?: string; etag?: string },
  ): Promise<{ object: StoredObject; bytes: Readable } | undefined>;
  /** Takes in an object whole or not at all, in bounded memory. Rejects when `bytes` end early. */
  put(path: string, bytes: Readable, upload: Upload): Promise<{ etag?: string; versionId?: string }>;
  /** False when there was none. With `etag`, only that very object. */
  remove(path: string, etag?: string): Promise<boolean>;
  close(): void;
}

/** Objects of more bytes than this are sent in parts. */
export const multipartThresholdBytes = 64 * 1024 * 1024;

/** Why a store refused, in few kinds that each have one thing to do about it. */
export type FaultKind =
  | "credentials"
  | "denied"
  | "clock"
  | "no bucket"
  | "throttled"
  | "unreachable"
  | "condition"
  | "marker"
  | "refused"
  | "failed";

/** A refusal of a store. `message` is the store's own, and may not go out before credentials are taken out of it. */
export class StoreFault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "StoreFault";
  }
}

/** Splits `bucket/key`; the key may be empty. */
export function splitBucket(path: string): { bucket: string; key: string } {
  const end = path.indexOf("/");
  return end < 0 ? { bucket: path, key: "" } : { bucket: path.slice(0, end), key: path.slice(end + 1) };
}
