import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { passOn, UploadCutShort } from "./receive";

/**
 * Files up to this size (bytes) are kept in the database, where one commit makes record and bytes durable. A file of their own costs eight
 * trips through the thread pool and two more syncs; much larger ones would be written twice, to the database's log and then to its pages.
 */
export const smallBytes = 32 * 1024;

/**
 * Takes in a body of an announced length of at most `smallBytes`.
 * @throws UploadCutShort when the connection broke or fewer bytes came than announced
 */
export async function receiveSmall(body: Readable, expectedBytes: number): Promise<{ sizeBytes: number; md5: string; content: Buffer }> {
  const chunks: Buffer[] = [];
  await passOn(body, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk);
  });
  const content = Buffer.concat(chunks);
  if (content.length !== expectedBytes) throw new UploadCutShort(`${content.length} of ${expectedBytes} bytes came`);
  return { sizeBytes: content.length, md5: createHash("md5").update(content).digest("hex"), content };
}
