import type { PickleSource } from "../../../../../provider/model/format/pickle/source";
import { type Walk, walk } from "../../../../../provider/model/format/pickle/walk";

/** Walks along bytes in memory, given in pieces of one size. */
export function walkBytes(bytes: Buffer, pieceBytes = 65_536): Promise<Walk> {
  let position = 0;
  const source: PickleSource = {
    isLimited: false,
    next: async () => {
      const piece = bytes.subarray(position, position + pieceBytes);
      position += piece.length;
      return piece.length === 0 ? undefined : piece;
    },
    skip: async (count) => {
      position += count;
      return position <= bytes.length;
    },
    close: () => undefined,
  };
  return walk(source);
}
