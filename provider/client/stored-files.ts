import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { AxiosResponse } from "axios";
import { errors } from "../errors";
import { sizeText } from "../model/size-text";
import { redact } from "./redact";
import { dataPath } from "./store-path";
import { messageOf, type Request, type Transport } from "./transport";

/** What storage tells of a file, hosted or behind a data connector. */
export interface StoredObject {
  sizeBytes: number;
  /** 64 hex digits, where the store keeps it or it was recorded at the upload. */
  sha256?: string;
  /** Where the store keeps versions of its files. */
  versionId?: string;
  etag?: string;
}

/** Files in storage as they are. A URI may name a version: `s3+prod://models/v7.pkl?versionId=3HL4`. */
export interface StoredFilesClient {
  /** @throws STORED_FILE_UNREADABLE, PIN_URI_INVALID for a folder */
  look(uri: string): Promise<StoredObject>;
  /**
   * Reads the bytes of exactly the object that `look` told of, and hashes them on the way.
   * @param progress Told how many bytes have come.
   * @throws STORED_FILE_UNREADABLE, PLATFORM_UNREACHABLE when fewer bytes come than announced
   */
  sha256Of(uri: string, object: StoredObject, progress?: (doneBytes: number) => void): Promise<string>;
}

/** Refusals that the platform explains itself: the file, the connector, the store. */
const explained = [400, 403, 404, 412, 501, 502, 503];
const downloadSeconds = 3600;

export function createStoredFilesClient(transport: Transport): StoredFilesClient {
  const { apiAddress, apiKey } = transport.connection;

  async function send(uri: string, request: Request): Promise<AxiosResponse<unknown>> {
    const response = await transport.send({ ...request, accept: explained });
    if (response.status < 300) return response;
    const message = response.status === 412 ? "it was replaced while it was read" : redact(messageOf(response), apiKey).replace(/\.$/, "");
    throw errors.STORED_FILE_UNREADABLE(uri, message);
  }

  return {
    async look(uri) {
      const doing = `looking at ${uri}`;
      const { headers } = await send(uri, { method: "HEAD", path: dataPath(uri), doing });
      const header = (name: string) => (typeof headers[name] === "string" && headers[name] !== "" ? (headers[name] as string) : undefined);
      const type = header("x-data-type");
      if (type === "directory") throw errors.PIN_URI_INVALID(uri, "it is a folder");
      if (type !== "file") throw errors.PLATFORM_ANSWER_MALFORMED(apiAddress, doing, "X-Data-Type is missing");
      const sha256 = header("x-checksum-sha256")?.toLowerCase();
      const versionId = header("x-version-id");
      return {
        sizeBytes: Number(header("content-length") ?? 0),
        sha256: /^[0-9a-f]{64}$/.test(sha256 ?? "") ? sha256 : undefined,
        // S3 calls so what came before versions were kept: the next file takes its place.
        versionId: versionId === "null" ? undefined : versionId,
        etag: header("etag"),
      };
    },

    async sha256Of(uri, { sizeBytes, etag }, progress) {
      const doing = `reading ${uri}`;
      const headers: Record<string, string> = etag === undefined ? {} : { "If-Match": /^(W\/)?"/.test(etag) ? etag : `"${etag}"` };
      const request = { method: "GET", path: dataPath(uri), doing, headers, answer: "stream", timeoutSeconds: downloadSeconds } as const;
      const { data } = await send(uri, request);
      const hash = createHash("sha256");
      let doneBytes = 0;
      try {
        for await (const chunk of data as Readable) {
          hash.update(chunk as Buffer);
          doneBytes += (chunk as Buffer).length;
          progress?.(doneBytes);
        }
      } catch (error) {
        throw errors.PLATFORM_UNREACHABLE(apiAddress, doing, redact((error as Error).message, apiKey));
      }
      if (doneBytes !== sizeBytes) {
        throw errors.PLATFORM_UNREACHABLE(apiAddress, doing, `only ${sizeText(doneBytes)} of ${sizeText(sizeBytes)} came`);
      }
      return hash.digest("hex");
    },
  };
}
