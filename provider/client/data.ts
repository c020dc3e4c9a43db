import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type AlgorithmiaError, errors } from "../errors";
import { isHosted } from "../model/object-version";
import { sizeText } from "../model/size-text";
import { joinUri, takeFileApart } from "../model/store-uri";
import { type FileStat, type Stat, statIn } from "./file-stat";
import { redact } from "./redact";
import { DirectoryListing } from "./schemas";
import { dataPath, folderPath, hostedParts } from "./store-path";
import { refusalInWords, storeRefusal } from "./store-refusal";
import { messageOf, type Transport } from "./transport";

export type { FileStat, Stat } from "./file-stat";

/** A file as a listing of its collection tells of it. */
export interface StoredFile {
  uri: string;
  name: string;
  sizeBytes: number;
  lastModified: Date;
}

export interface UploadOptions {
  sizeBytes: number;
  timeoutSeconds: number;
  /** Of the bytes, 64 hex digits: a store behind a connector keeps it with the object, and refuses others. Hosted data has md5s instead. */
  sha256?: string;
  /** What is known to be there, or that nothing is. Behind a connector anything else makes the upload a {@link FileChangedMeanwhile}. */
  replaces?: FileStat | "nothing";
}

export interface LookOptions {
  /** Makes the error of what is refused (a file that is not there, too) from the platform's words. Default: the codes of `errors/stores.ts`. */
  refused?: (message: string) => AlgorithmiaError;
}

export interface ReadOptions extends LookOptions {
  timeoutSeconds: number;
  /** What a look told of the file: exactly that is read, or it is a {@link FileChangedMeanwhile}. */
  expected?: FileStat;
  /** Told how many bytes have come. */
  progress?: (doneBytes: number) => void;
}

/** What lies at the address is not what was to be read or replaced; nothing was written. */
export class FileChangedMeanwhile extends Error {
  override readonly name = "FileChangedMeanwhile";
}

/**
 * Files and folders, in hosted data (`data://owner/collection/file`) or behind a data connector (`s3+label://bucket/path/file`, with
 * `?versionId=` for a version of it). Refusals of a store behind a connector have codes of their own: `errors/stores.ts`.
 */
export interface DataClient {
  /** @returns undefined where there is nothing. */
  stat(uri: string, options?: LookOptions): Promise<Stat | undefined>;
  /** Creates the collection unless it is there, readable by its owner's algorithms (the platform's default). Folders elsewhere need no making. */
  ensureCollection(store: string): Promise<void>;
  /** Streams a body of exactly `sizeBytes` to a file, replacing what is there. Sent once: only a look tells whether a lost answer was a yes. */
  upload(uri: string, open: () => Promise<Readable>, options: UploadOptions): Promise<void>;
  /**
   * Reads a file through.
   * @returns the sha256 of its bytes, 64 hex digits
   * @throws PLATFORM_UNREACHABLE also when fewer bytes come than are expected
   */
  sha256(uri: string, options: ReadOptions): Promise<string>;
  /** The files of a collection, page after page; none where there is no such collection. */
  list(store: string): Promise<StoredFile[]>;
  /** Deletes one file, never a folder. One that is gone already is as good. @throws NOT_A_STORED_FILE */
  remove(uri: string): Promise<void>;
}

export function createDataClient(transport: Transport): DataClient {
  const { apiAddress, apiKey } = transport.connection;
  const refusalOf = (uri: string, refused: LookOptions["refused"]) =>
    refused ? refusalInWords(refused, apiKey) : storeRefusal(uri, apiKey);

  return {
    async stat(uri, { refused } = {}) {
      const request = { path: dataPath(uri), doing: `looking at ${uri}` };
      const refusal = refusalOf(uri, refused);
      if (isHosted(uri)) {
        const answer = await transport.send({ ...request, method: "HEAD", accept: [404], refusal });
        return statIn(answer, uri, request.doing, transport);
      }
      const head = await transport.send({ ...request, method: "HEAD", accept: unclear });
      if (!unclear.includes(head.status)) return statIn(head, uri, request.doing, transport);
      // A HEAD has no body: only a GET is told which of an object, a bucket and a connector is missing, and why something is refused.
      const headers = { Range: "bytes=0-0" };
      const got = await transport.send({ ...request, method: "GET", headers, accept: [404, 416], idempotent: false, refusal });
      return got.status === 416 ? { kind: "file", sizeBytes: 0 } : statIn(got, uri, request.doing, transport);
    },

    async ensureCollection(store) {
      if (!isHosted(store)) return;
      const doing = `creating the collection ${store}`;
      const there = await transport.send({ method: "HEAD", path: dataPath(store), doing, accept: [404] });
      if (there.status !== 404) return;
      const [owner, name] = hostedParts(store);
      const response = await transport.send({
        method: "POST",
        path: dataPath(`data://${owner}`),
        doing,
        json: { name },
        accept: [400, 409],
      });
      if (response.status < 300) return;
      // Someone else may have made it in between.
      const now = await transport.send({ method: "HEAD", path: dataPath(store), doing, accept: [404] });
      if (now.status === 404) {
        throw errors.PLATFORM_ERROR(apiAddress, doing, response.status, redact(messageOf(response), apiKey));
      }
    },

    async upload(uri, open, { sizeBytes, timeoutSeconds, sha256, replaces }) {
      const checked = isHosted(uri) ? {} : { ...(sha256 && { "X-Checksum-Sha256": sha256 }), ...conditionOn(replaces) };
      const response = await transport.send({
        method: "PUT",
        path: dataPath(uri),
        doing: `uploading ${uri}`,
        stream: open,
        headers: { "Content-Length": String(sizeBytes), "Content-Type": "application/octet-stream", ...checked },
        timeoutSeconds,
        idempotent: false,
        undoneWhenBusy: !isHosted(uri),
        refusal: storeRefusal(uri, apiKey),
        accept: [412],
      });
      if (response.status === 412) throw new FileChangedMeanwhile();
    },

    async sha256(uri, { timeoutSeconds, expected, progress, refused }) {
      const doing = `reading ${uri}`;
      const refusal = refusalOf(uri, refused);
      const headers = expected && onlyIf(isHosted(uri) ? expected.md5 : expected.etag);
      const request = { path: dataPath(uri), doing, headers, timeoutSeconds, answer: "stream", refusal } as const;
      const { data, status } = await transport.send({ ...request, method: "GET", accept: headers && [412] });
      if (status === 412) throw new FileChangedMeanwhile();
      const hash = createHash("sha256");
      let doneBytes = 0;
      try {
        for await (const chunk of data as AsyncIterable<Buffer>) {
          hash.update(chunk);
          doneBytes += chunk.length;
          progress?.(doneBytes);
        }
      } catch (error) {
        throw errors.PLATFORM_UNREACHABLE(apiAddress, doing, redact(error instanceof Error ? error.message : String(error), apiKey));
      }
      if (expected && doneBytes !== expected.sizeBytes) {
        throw errors.PLATFORM_UNREACHABLE(apiAddress, doing, `only ${sizeText(doneBytes)} of ${sizeText(expected.sizeBytes)} came`);
      }
      return hash.digest("hex");
    },

    async list(store) {
      const doing = `listing ${store}`;
      const files: StoredFile[] = [];
      for (let marker: string | undefined = ""; marker !== undefined; ) {
        const query: string = marker === "" ? "" : `?marker=${encodeURIComponent(marker)}`;
        const path = `${folderPath(store)}${query}`;
        const response = await transport.send({
          method: "GET",
          path,
          doing,
          accept: [404],
          refusal: storeRefusal(store, apiKey),
        });
        if (response.status === 404) return files;
        const page = transport.read(DirectoryListing, response, doing);
        files.push(...page.files.map((file) => ({ ...file, uri: joinUri(store, file.name) })));
        const next = page.marker || undefined;
        if (next !== undefined && next === marker) {
          throw errors.PLATFORM_ANSWER_MALFORMED(apiAddress, doing, "its marker leads to the same page again");
        }
        marker = next;
      }
      return files;
    },

    async remove(uri) {
      // A path of two parts would be a collection with everything in it.
      if (takeFileApart(uri).kind === "invalid") throw errors.NOT_A_STORED_FILE(uri);
      const refusal = storeRefusal(uri, apiKey);
      await transport.send({ method: "DELETE", path: dataPath(uri), doing: `deleting ${uri}`, accept: [404], refusal });
    },
  };
}

/** Statuses of a HEAD behind a connector that do not tell what they are about. */
const unclear = [400, 403, 404, 409, 501, 502, 503];

function conditionOn(replaces: UploadOptions["replaces"]): Record<string, string> {
  if (replaces === "nothing") return { "If-None-Match": "*" };
  return onlyIf(replaces?.etag);
}

function onlyIf(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { "If-Match": `"${etag}"` };
}
