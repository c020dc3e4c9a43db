import { ArrayWrapper, Dict, DType, Tuple, type Value } from "./machine";

/** What stands in a joblib file right after the object that describes an array: its bytes, or a pickle of its own. */
export type Raw = { kind: "bytes"; sizeBytes: number; isAligned: boolean } | { kind: "pickle" };

/**
 * joblib writes arrays between a pickle's instructions, after the BUILD of a NumpyArrayWrapper. Source: joblib's numpy_pickle.py.
 * @returns undefined for any other object. @throws RangeError when the description makes no sense
 */
export function rawAfter(built: Value, state: Value): Raw | undefined {
  if (!(built instanceof ArrayWrapper)) return undefined;
  const entries = state instanceof Dict ? state.entries : undefined;
  const shape = entries?.get("shape");
  const dtype = entries?.get("dtype");
  if (!(shape instanceof Tuple) || !(dtype instanceof DType)) throw new RangeError("an array without shape or dtype");
  if (dtype.code.startsWith("O")) return { kind: "pickle" };
  const count = shape.items.reduce<number>((product, size) => product * (typeof size === "number" ? size : Number.NaN), 1);
  const sizeBytes = count * itemBytes(dtype.code);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new RangeError("an array of no size");
  return { kind: "bytes", sizeBytes, isAligned: typeof entries?.get("numpy_array_alignment_bytes") === "number" };
}

/** `f8` → 8, `U10` → 40, as NumPy keeps four bytes a character. */
function itemBytes(code: string): number {
  const match = /^[<>|=]?([a-zA-Z])(\d{1,9})$/.exec(code);
  return match ? Number(match[2]) * (match[1] === "U" ? 4 : 1) : Number.NaN;
}
