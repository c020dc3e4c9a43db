import { FileChangedMeanwhile, type FileStat, type Platform } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { openModelBytes } from "../model/model-bytes";
import { sizeText } from "../model/size-text";
import { fileNameOf } from "../model/store-uri";
import type { Timeouts } from "./desired";
import type { IdentifiedFile } from "./identify";
import { type ObservedFile, sameBytes } from "./observe";
import type { Report } from "./report";

/** Bytes read at once: with Node's default of 64 KiB an upload is a third slower (reference lessons §6). */
const chunkBytes = 1024 * 1024;

const tries = 3;

/**
 * Streams the model under its content name and checks what arrived.
 * @throws UPLOAD_NOT_VERIFIED, and what the transport throws
 */
export async function upload(
  file: IdentifiedFile & Partial<Pick<ObservedFile, "inStore" | "inTheWay">>,
  timeouts: Timeouts,
  platform: Platform,
  report: Report,
): Promise<void> {
  const { bytes, uri, store, sha256, sizeBytes } = file;
  if (bytes.kind !== "local") return;
  report.progress("upload", `uploading ${fileNameOf(uri)} to ${store}`);
  await platform.data.ensureCollection(store);
  let readFault: unknown;
  const open = async () => {
    const model = await openModelBytes(bytes.path);
    if (model.sizeBytes !== sizeBytes) throw errors.MODEL_CHANGED(bytes.path, file.sha256);
    let sentBytes = 0;
    let told = 0;
    const stream = model.read({ highWaterMark: chunkBytes });
    stream.once("error", (error) => {
      readFault = error;
    });
    stream.on("data", (chunk) => {
      sentBytes += chunk.length;
      const percent = Math.floor((sentBytes / sizeBytes) * 100);
      if (percent >= told + 10 || told === 0)
        report.progress("upload", `uploading ${fileNameOf(uri)} ${percent}% of ${sizeText(sizeBytes)}`);
      told = Math.max(told, percent - (percent % 10));
    });
    return stream;
  };
  let replaces: FileStat | "nothing" | undefined = file.inStore === "absent" ? "nothing" : file.inTheWay;
  for (let trial = 1; ; trial++) {
    try {
      await platform.data.upload(uri, open, { sizeBytes, sha256, replaces, timeoutSeconds: timeouts.upload });
      break;
    } catch (error) {
      if (readFault instanceof AlgorithmiaError) throw readFault;
      if (replaces !== undefined && isRefusedByStore(error)) {
        replaces = undefined; // Not every store knows conditions; the last look then has to do.
        continue;
      }
      // Somebody else may have written the same bytes, or the answer was lost after all had come: they are not sent twice.
      if (!(error instanceof FileChangedMeanwhile) && !mayHaveArrived(error)) throw error;
      if (await isUploaded(file, platform)) break;
      if (error instanceof FileChangedMeanwhile) break; // Said below, with what is there.
      if (trial === tries) throw error;
    }
  }
  report.changed("upload");
  await checkUploaded(file, platform);
}

const passing = ["PLATFORM_UNREACHABLE", "PLATFORM_ERROR", "STORE_BUSY", "STORE_UNREACHABLE"];

function mayHaveArrived(error: unknown): boolean {
  return error instanceof AlgorithmiaError && passing.includes(error.code);
}

function isRefusedByStore(error: unknown): boolean {
  return error instanceof AlgorithmiaError && error.code === "STORE_REFUSED";
}

async function isUploaded(file: IdentifiedFile, platform: Platform): Promise<boolean> {
  const stat = await platform.data.stat(file.uri);
  return stat?.kind === "file" && sameBytes(stat, file);
}

/** @throws UPLOAD_NOT_VERIFIED unless the file is there with that size and hash */
export async function checkUploaded(file: IdentifiedFile, platform: Platform): Promise<void> {
  const stat = await platform.data.stat(file.uri);
  if (stat?.kind === "file" && sameBytes(stat, file)) return;
  const seen = stat?.kind === "file" ? stat : undefined;
  const isBySha256 = seen?.sha256 !== undefined;
  throw errors.UPLOAD_NOT_VERIFIED(file.uri, seen ? describe(seen, isBySha256) : "nothing", describe(file, isBySha256));
}

function describe({ sizeBytes, md5, sha256 }: { sizeBytes: number; md5?: string; sha256?: string }, isBySha256: boolean): string {
  return `${sizeBytes} bytes, ${isBySha256 ? `sha256 ${sha256}` : `md5 ${md5 ?? "unknown"}`}`;
}
