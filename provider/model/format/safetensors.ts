import type { LookAt } from "./index";

/** A header of the largest models has a few MB; of a longer one nothing is said. */
const longestHeaderBytes = 32 * 1024 * 1024;

/** The format's loader refuses longer headers. */
const longestAllowedBytes = 100_000_000;

/**
 * safetensors: 8 bytes with the header's length (little endian), the header in JSON, then the tensors, which cover the rest of
 * the file exactly. Source: the format's description in the safetensors repository.
 */
export const lookAtSafetensors: LookAt = async (file, head) => {
  if (head.length < 10 || head.readUInt32LE(4) !== 0) return undefined;
  const headerBytes = head.readUInt32LE(0);
  if (headerBytes < 2 || headerBytes > longestAllowedBytes || !looksLikeHeader(head.toString("latin1", 8))) return undefined;

  const availableBytes = file.sizeBytes - 8;
  if (headerBytes > availableBytes) {
    return { missing: `as safetensors its header has ${headerBytes} bytes, of which ${availableBytes} are there` };
  }
  if (headerBytes > longestHeaderBytes) return {};
  const tensorBytes = tensorsEndAt(await file.at(8, headerBytes));
  if (tensorBytes === undefined) return undefined;
  const announced = 8 + headerBytes + tensorBytes;
  if (announced > file.sizeBytes) return { missing: `as safetensors it announces ${announced} bytes, and has ${file.sizeBytes}` };
  if (announced < file.sizeBytes) {
    return { warning: `has ${file.sizeBytes - announced} bytes after its last tensor, which loaders of safetensors refuse.` };
  }
  return {};
};

/** Eight bytes of a small number and then this: no other format begins so. */
function looksLikeHeader(text: string): boolean {
  return /^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{/.test(text) && (/^\{\s*"__metadata__"/.test(text) || /"data_offsets"\s*:/.test(text));
}

/** @returns where the last tensor ends, counted from the end of the header; undefined when this is no header. */
function tensorsEndAt(header: Buffer): number | undefined {
  const value = parseJson(header.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  let end = 0;
  for (const [name, tensor] of Object.entries(value)) {
    if (name === "__metadata__") continue;
    const offsets = (tensor as { data_offsets?: unknown } | null)?.data_offsets;
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((offset) => Number.isSafeInteger(offset))) return undefined;
    end = Math.max(end, offsets[1] as number);
  }
  return end;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
