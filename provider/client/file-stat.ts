import type { AxiosResponse } from "axios";
import { errors } from "../errors";
import { isHosted } from "../model/object-version";
import type { Transport } from "./transport";

/** What storage says of a path: reference §2.3. */
export type Stat = FileStat | { kind: "directory" };

/** A file as storage describes it. What its store does not tell is absent. */
export interface FileStat {
  kind: "file";
  sizeBytes: number;
  /** Hex. Hosted data has it as ETag; behind a connector an ETag may be anything. */
  md5?: string;
  /** Hex, as a store behind a connector keeps it. */
  sha256?: string;
  etag?: string;
  /** Which version of the object this is, where its store has versions. */
  versionId?: string;
}

/**
 * Reads what an answer about a file or folder tells in its headers.
 * @returns undefined for a 404
 * @throws PLATFORM_ANSWER_MALFORMED
 */
export function statIn(response: AxiosResponse<unknown>, uri: string, doing: string, transport: Transport): Stat | undefined {
  if (response.status === 404) return undefined;
  const header = (name: string) => (response.headers[name] === undefined ? undefined : String(response.headers[name]));
  const type = header("x-data-type");
  if (type === "directory") return { kind: "directory" };
  // A website that says yes to everything would else be taken for a file of other bytes.
  if (type !== "file") throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, doing, "X-Data-Type is missing");
  const etag = header("etag")?.replace(/^(W\/)?"?|"$/g, "");
  const whole = /\/(\d+)$/.exec(header("content-range") ?? "")?.[1];
  const sizeBytes = Number(whole ?? header("content-length") ?? 0);
  if (isHosted(uri)) return { kind: "file", sizeBytes, md5: hex(etag, 32) };
  const [md5, sha256] = [hex(header("x-checksum-md5"), 32), hex(header("x-checksum-sha256"), 64)];
  // S3 calls so what a bucket without versions holds: the next file takes its place.
  const versionId = header("x-version-id") === "null" ? undefined : header("x-version-id");
  return { kind: "file", sizeBytes, md5, sha256, etag, versionId };
}

/** The text in lower case where it is so many hex digits. */
function hex(text: string | undefined, digits: number): string | undefined {
  const lower = text?.toLowerCase();
  return lower?.length === digits && /^[0-9a-f]+$/.test(lower) ? lower : undefined;
}
