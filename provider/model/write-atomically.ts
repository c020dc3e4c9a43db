import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

/** How a file that is being written is named until it is whole. */
const unfinishedSuffix = ".unfinished";

/**
 * Writes a text file so that a reader sees the old text or the new one, whatever happens in between.
 *
 * @param options.mode Permission bits of the file. @param options.durable Wait until the bytes are on the disk.
 * @throws The file system's own error; the old file is untouched then.
 * @example await writeAtomically("models.yaml", text, { durable: true });
 */
export async function writeAtomically(path: string, text: string, options: { mode?: number; durable?: boolean } = {}): Promise<void> {
  const unfinished = `${path}.${process.pid}-${randomBytes(4).toString("hex")}${unfinishedSuffix}`;
  try {
    const file = await open(unfinished, "wx", options.mode);
    try {
      if (options.mode !== undefined) await file.chmod(options.mode); // The mask of the process does not decide.
      await file.writeFile(text);
      if (options.durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
