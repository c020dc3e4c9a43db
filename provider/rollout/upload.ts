import type { Platform } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { openModelBytes } from "../model/model-bytes";
import { fileNameOf } from "../model/store-uri";
import type { Timeouts } from "./desired";
import type { IdentifiedFile, Identity } from "./identify";
import { sameBytes } from "./observe";
import type { Report } from "./report";

/** Bytes read at once: with Node's default of 64 KiB an upload is a third slower (reference lessons §6). */
const chunkBytes = 1024 * 1024;

const tries = 3;

/**
 * Streams the model under its content name and checks what arrived.
 * @throws UPLOAD_NOT_VERIFIED, and what the transport throws
 */
export async function upload(file: IdentifiedFile, timeouts: Timeouts, platform: Platform, report: Report): Promise<void> {
  const { bytes, uri, store, sizeBytes } = file;
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
        report.progress("upload", `uploading ${fileNameOf(uri)} ${percent}% of ${megabytes(sizeBytes)}`);
      told = Math.max(told, percent - (percent % 10));
    });
    return stream;
  };
  for (let trial = 1; ; trial++) {
    try {
      await platform.data.upload(uri, open, { sizeBytes, timeoutSeconds: timeouts.upload });
      break;
    } catch (error) {
      if (readFault instanceof AlgorithmiaError) throw readFault;
      // The answer may have been lost after all bytes had come: they are not sent twice.
      if (!mayHaveArrived(error)) throw error;
      if (await isUploaded(file, platform)) break;
      if (trial === tries) throw error;
    }
  }
  report.changed("upload");
  await checkUploaded(file, platform);
}

function mayHaveArrived(error: unknown): boolean {
  return error instanceof AlgorithmiaError && (error.code === "PLATFORM_UNREACHABLE" || error.code === "PLATFORM_ERROR");
}

async function isUploaded(file: IdentifiedFile, platform: Platform): Promise<boolean> {
  const stat = await platform.data.stat(file.uri);
  return stat?.kind === "file" && sameBytes(stat, file);
}

/** @throws UPLOAD_NOT_VERIFIED unless the file is there with that size and md5 */
export async function checkUploaded(file: Identity & { uri: string }, platform: Platform): Promise<void> {
  const stat = await platform.data.stat(file.uri);
  if (stat?.kind === "file" && sameBytes(stat, file)) return;
  throw errors.UPLOAD_NOT_VERIFIED(file.uri, stat?.kind === "file" ? describe(stat) : "nothing", describe(file));
}

const describe = ({ sizeBytes, md5 }: { sizeBytes: number; md5?: string }) => `${sizeBytes} bytes, md5 ${md5 ?? "unknown"}`;
const megabytes = (sizeBytes: number) => (sizeBytes < 1e6 ? `${Math.ceil(sizeBytes / 1000)} kB` : `${(sizeBytes / 1e6).toFixed(1)} MB`);
