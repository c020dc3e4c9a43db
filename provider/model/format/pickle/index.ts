import type { FileBytes } from "../file-bytes";
import type { Look, LookAt } from "../index";
import { pickleText } from "./describe";
import { fileSource, type PickleSource, unpackedSource } from "./source";
import { type Walk, walk } from "./walk";

/** A pickle as Python or joblib writes it, plain or compressed with gzip or zlib. */
export const lookAtPickle: LookAt = async (file, head) => {
  const compression = compressionOf(head);
  if (compression === undefined) return lookAtPlain(file);
  const walked = await walkPickle(unpackedSource(fileSource(file), compression));
  return walked && { warning: pickleText(walked, "is a compressed pickle") };
};

/** Walks along a pickle. @returns undefined for bytes that are not surely one. */
export async function walkPickle(source: PickleSource): Promise<Walk | undefined> {
  try {
    const walked = await walk(source);
    return isSurely(walked) ? walked : undefined;
  } finally {
    source.close();
  }
}

async function lookAtPlain(file: FileBytes): Promise<Look | undefined> {
  const walked = await walkPickle(fileSource(file));
  if (walked === undefined) return undefined;
  // Bytes that were instructions up to the last one, and announced more. Of joblib's arrays only the length is known.
  if (walked.outcome === "cut off" && !walked.hasArrays && (walked.isFramed || walked.imports.size > 0)) {
    return { missing: `as a pickle its instructions have no end within its ${file.sizeBytes} bytes` };
  }
  return { warning: pickleText(walked, "is a pickle") };
}

/**
 * Complete; or of a binary protocol and with names that only a pickle would have at such places: one that breaks off has run its
 * code by then, which is what some are made for.
 */
function isSurely({ outcome, imports, isBinary, isFramed, hasArrays }: Walk): boolean {
  const names = [...imports];
  if (outcome === "stopped") return isBinary || names.some(isName);
  if (outcome === "cut off" && isBinary && isFramed && names.length === 0) return true;
  return isBinary && names.length > 0 && (hasArrays || names.every(isName));
}

const isName = (name: string) => /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(name);

function compressionOf(head: Buffer): "gzip" | "zlib" | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return "gzip";
  const isZlib = head.length >= 2 && head[0] === 0x78 && head.readUInt16BE(0) % 31 === 0;
  return isZlib ? "zlib" : undefined;
}
