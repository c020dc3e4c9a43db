import type { LookAt } from "./index";

const signature = Buffer.from("\x89HDF\r\n\x1a\n", "latin1");

/**
 * HDF5 (Keras): the superblock at the file's beginning tells where the file ends, and HDF5's own library refuses one that ends
 * before. Source: HDF5 File Format Specification, "Disk Format: Level 0A".
 */
export const lookAtHdf5: LookAt = async (file, head) => {
  if (!head.subarray(0, 8).equals(signature) || head.length < 64) return undefined;
  const version = head[8]!;
  const fields = placeOf(version);
  if (fields === undefined || head[fields.offsetSize] !== 8) return {};
  const base = head.readBigUInt64LE(fields.base);
  const end = head.readBigUInt64LE(fields.base + 16);
  const announced = Number(base + end);
  if (base !== 0n || !Number.isSafeInteger(announced) || announced <= file.sizeBytes) return {};
  return { missing: `as HDF5 it announces ${announced} bytes, and has ${file.sizeBytes}` };
};

/** Where a superblock says how wide offsets are, and where the base address stands; the end of the file is two offsets later. */
function placeOf(version: number): { offsetSize: number; base: number } | undefined {
  if (version === 0) return { offsetSize: 13, base: 24 };
  if (version === 1) return { offsetSize: 13, base: 28 };
  if (version === 2 || version === 3) return { offsetSize: 9, base: 12 };
  return undefined;
}
