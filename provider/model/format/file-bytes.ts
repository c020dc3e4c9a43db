import { type FileHandle, open } from "node:fs/promises";

/** A file that is looked into here and there. */
export interface FileBytes {
  readonly sizeBytes: number;
  /** @returns fewer bytes than asked for only at the end of the file. */
  at(position: number, length: number): Promise<Buffer>;
}

/** Opens a file for as long as `look` takes. @throws The file system's own error. */
export async function withFileBytes<Result>(path: string, look: (file: FileBytes) => Promise<Result>): Promise<Result> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    return await look({ sizeBytes: size, at: (position, length) => readAt(handle, position, Math.min(length, size - position)) });
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length <= 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
