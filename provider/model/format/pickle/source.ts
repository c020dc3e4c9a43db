import { pipeline, Readable } from "node:stream";
import { createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { FileBytes } from "../file-bytes";

/** Bytes in order, of which whole stretches can be passed over. */
export interface PickleSource {
  /** The next piece; undefined at the end or the limit. */
  next(): Promise<Buffer | undefined>;
  /** Passes over bytes. @returns false when there are not so many. */
  skip(bytes: number): Promise<boolean>;
  /** Did a limit end it, and not the end of the bytes? */
  readonly isLimited: boolean;
  close(): void;
}

/** How much is read of one pickle, what is passed over not counted: a second's work, and far more than a model's structure takes. */
const mostBytes = 32 * 1024 * 1024;

/** How much is unpacked of a compressed one, where nothing can be passed over. */
const mostUnpackedBytes = 256 * 1024 * 1024;

const pieceBytes = 256 * 1024;

/** A stretch of a file. Passing over costs nothing. */
export function fileSource(file: FileBytes, from = 0, to = file.sizeBytes, limitBytes = mostBytes): PickleSource {
  const end = Math.min(to, file.sizeBytes);
  let position = from;
  let readBytes = 0;
  return {
    get isLimited() {
      return readBytes >= limitBytes;
    },
    async next() {
      if (readBytes >= limitBytes) return undefined;
      const piece = await file.at(position, Math.min(pieceBytes, end - position));
      position += piece.length;
      readBytes += piece.length;
      return piece.length === 0 ? undefined : piece;
    },
    async skip(bytes) {
      position += bytes;
      return position <= end;
    },
    close: () => undefined,
  };
}

/** What compressed bytes unpack to. Damaged ones end where the damage is. */
export function unpackedSource(packed: PickleSource, kind: "gzip" | "zlib" | "raw"): PickleSource {
  const unpack = { gzip: createGunzip, zlib: createInflate, raw: createInflateRaw }[kind]({ chunkSize: pieceBytes });
  pipeline(Readable.from(piecesOf(packed)), unpack, () => undefined); // A failure is seen where it is read.
  const pieces = unpack[Symbol.asyncIterator]();
  let unpackedBytes = 0;
  let readBytes = 0;

  async function pull(): Promise<Buffer | undefined> {
    if (unpackedBytes >= mostUnpackedBytes) return undefined;
    try {
      const { value, done } = await pieces.next();
      unpackedBytes += done ? 0 : value.length;
      return done ? undefined : value;
    } catch {
      return undefined;
    }
  }

  let rest: Buffer | undefined;
  return {
    get isLimited() {
      return readBytes >= mostBytes || unpackedBytes >= mostUnpackedBytes || packed.isLimited;
    },
    async next() {
      if (readBytes >= mostBytes) return undefined;
      const piece = rest ?? (await pull());
      rest = undefined;
      readBytes += piece?.length ?? 0;
      return piece;
    },
    async skip(bytes) {
      for (let left = bytes; left > 0; ) {
        const piece = rest ?? (await pull());
        rest = undefined;
        if (piece === undefined) return false;
        if (piece.length > left) rest = piece.subarray(left);
        left -= piece.length;
      }
      return true;
    },
    close: () => {
      unpack.destroy();
      packed.close();
    },
  };
}

async function* piecesOf(source: PickleSource): AsyncGenerator<Buffer> {
  for (let piece = await source.next(); piece; piece = await source.next()) yield piece;
}
