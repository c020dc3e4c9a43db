import type { FileHandle } from "node:fs/promises";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";
import type { ByteRange } from "./range";

/** Large pieces spare the kernel and the reader wake-ups, many readers get smaller ones: what all of them hold stays small. */
const largePieceBytes = 2 * 1024 * 1024;
const pieceBytes = 512 * 1024;
const fewReaders = 8;

let readers = 0;

/**
 * Sends a part of an open file as the body of an answer, whose status and headers are set, and closes the file. An answer that cannot be
 * finished ends with its connection, which its reader can tell by the length.
 *
 * Two buffers take turns: one is read into while the other is written. A stream of the file would take a new buffer for each piece, and at a
 * gigabyte a second the collection of those costs more than all else.
 */
export async function sendBytes(reply: FastifyReply, handle: FileHandle, { start, end }: ByteRange): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  const mostBytes = readers < fewReaders ? largePieceBytes : pieceBytes;
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(mostBytes, Math.max(1, end - start + 1))));
  readers += 1;
  try {
    raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
    let written: Promise<void> | undefined;
    for (let position = start, turn = 0; position <= end; turn = 1 - turn) {
      const buffer = buffers[turn]!;
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - position + 1), position);
      if (bytesRead === 0) throw new Error("the file is shorter than its record says");
      await written;
      if (raw.destroyed) return;
      written = write(raw, buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
    await written;
    raw.end();
  } catch (error) {
    reply.log.error({ err: error }, "sending a file failed");
    raw.destroy();
  } finally {
    readers -= 1;
    await handle.close();
  }
}

/** Done when the bytes have left the buffer, or the connection has ended: then nobody calls back for what still waited. */
function write(raw: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      raw.off("close", done);
      resolve();
    };
    raw.once("close", done);
    raw.write(piece, done);
  });
}
