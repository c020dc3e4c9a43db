import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A body ended before all of its bytes came. */
export class UploadCutShort extends Error {}

/**
 * Writes a body to a new file as it comes, in bounded memory, and returns once it is on the disk.
 * @param expectedBytes the announced length, if there was one
 * @throws UploadCutShort when the connection broke or fewer bytes came than announced; the caller removes the file
 */
export async function receive(
  body: Readable,
  file: string,
  expectedBytes: number | undefined,
): Promise<{ sizeBytes: number; md5: string }> {
  const md5 = createHash("md5");
  const handle = await open(file, "wx");
  let sizeBytes = 0;
  const take = async (chunks: Buffer[]) => {
    // The write runs in the thread pool while the hash runs here.
    const written = handle.writev(chunks);
    for (const chunk of chunks) {
      md5.update(chunk);
      sizeBytes += chunk.length;
    }
    const wanted = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const { bytesWritten } = await written;
    if (bytesWritten !== wanted) await writeRest(chunks, bytesWritten);
  };
  const writeRest = async (chunks: Buffer[], from: number) => {
    await handle.writeFile(Buffer.concat(chunks).subarray(from));
  };
  const sink = new Writable({
    highWaterMark: 2 * 1024 * 1024,
    write: (chunk: Buffer, _encoding, done) => void take([chunk]).then(() => done(), done),
    writev: (batch, done) => void take(batch.map(({ chunk }) => chunk as Buffer)).then(() => done(), done),
  });
  try {
    await passOn(body, sink);
    if (expectedBytes !== undefined && sizeBytes !== expectedBytes) {
      throw new UploadCutShort(`${sizeBytes} of ${expectedBytes} bytes came`);
    }
    await handle.sync();
    return { sizeBytes, md5: md5.digest("hex") };
  } finally {
    await handle.close();
  }
}

/** Pipes a body into its sink. @throws UploadCutShort when the connection broke */
export async function passOn(body: Readable, sink: Writable | ((source: AsyncIterable<Buffer>) => Promise<void>)): Promise<void> {
  try {
    await (typeof sink === "function" ? pipeline(body, sink) : pipeline(body, sink));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET") throw new UploadCutShort("the connection broke");
    throw error;
  }
}
