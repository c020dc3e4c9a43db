import { randomFillSync } from "node:crypto";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a file of random bytes in a temporary folder and removes both when `use` is done. */
export async function withModelFile(sizeBytes, use) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const path = join(folder, "model.bin");
  try {
    const file = openSync(path, "w");
    const chunk = randomFillSync(Buffer.alloc(1024 * 1024));
    for (let written = 0; written < sizeBytes; written += chunk.length) {
      chunk.writeUInt32LE(written / chunk.length, 0); // no two chunks alike
      writeSync(file, chunk);
    }
    fsyncSync(file); // or the kernel would write it back during the measurement
    closeSync(file);
    return await use(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const gibibyte = 1024 ** 3;
