import type { OutgoingHttpHeaders } from "node:http";
import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply } from "fastify";
import { straight } from "./connections";
import { networkFault } from "./network";
import { StoreFault } from "./store";

const pieceBytes = 512 * 1024;
const waitingBytes = 256 * 1024;

/**
 * Answers with an object's bytes as a store gives them; status and headers are set. What the store breaks off, or sends too little or too
 * much of, ends with the connection of the answer: its reader can tell by the length. A reader that leaves lets the store's bytes go.
 *
 * @throws StoreFault before anything was sent
 */
export async function sendFrom(reply: FastifyReply, source: Readable): Promise<void> {
  const { raw } = reply;
  const body = bodyOf(reply);
  raw.once("close", () => body.destroy());
  try {
    const pass = straight(source);
    await (pass ? pass(body) : pipeline(source, body));
  } catch (error) {
    if (!raw.headersSent && !raw.destroyed) throw faultOf(error);
    reply.hijack();
    if (!raw.destroyed) reply.log.error({ err: error }, "a store's object could not be sent to its end");
    raw.destroy();
  }
}

/** A stream fails for reasons of its store's: a broken connection, a checksum that the bytes do not have. */
function faultOf(error: unknown): StoreFault {
  if (error instanceof StoreFault) return error;
  return networkFault(error) ?? new StoreFault("failed", error instanceof Error ? error.message : String(error), { cause: error });
}

/**
 * The body of an answer, in few large pieces. A store's bytes come as its connection delivers them, 16 to 64 KiB at a time, and each
 * piece that is passed on costs a system call and a wake-up of the reader: together more than copying it. Two buffers take turns, one is
 * filled while the other is written: new ones would have to be collected. Nothing refers to what was given once `write` has returned.
 */
function bodyOf(reply: FastifyReply): Writable {
  const { raw } = reply;
  const sizeBytes = Number(reply.getHeader("content-length"));
  const newBuffer = () => Buffer.allocUnsafeSlow(Math.min(pieceBytes, sizeBytes));
  let filling: Buffer = newBuffer();
  let other: Buffer | undefined;
  let filledBytes = 0;
  let cameBytes = 0;
  let writing = false;
  let goOn: (() => void) | undefined;

  const fill = (bytes: Buffer) => {
    const fits = bytes.copy(filling, filledBytes);
    filledBytes += fits;
    return bytes.subarray(fits);
  };
  const begin = () => {
    if (!raw.headersSent) raw.writeHead(reply.hijack().statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  };
  const pass = () => {
    begin();
    const piece = filling.subarray(0, filledBytes);
    [filling, other] = [other ?? newBuffer(), filling];
    filledBytes = 0;
    // Nobody reads any more, and the end of this body is on its way.
    if (raw.destroyed) return;
    writing = true;
    raw.write(piece, () => {
      writing = false;
      goOn?.();
    });
  };
  /** @param done hears when there is room again */
  const take = (bytes: Buffer, done: () => void) => {
    let rest = fill(bytes);
    while (rest.length > 0 && !writing) {
      pass();
      rest = fill(rest);
    }
    if (rest.length === 0) {
      done();
      return;
    }
    const kept = Buffer.from(rest);
    goOn = () => {
      goOn = undefined;
      take(kept, done);
    };
  };
  return new Writable({
    highWaterMark: waitingBytes,
    write(bytes: Buffer, _encoding, done) {
      cameBytes += bytes.length;
      if (cameBytes > sizeBytes) return done(new StoreFault("failed", `it sent more than the ${sizeBytes} bytes that it had announced`));
      take(bytes, done);
      // The first piece goes at once: the reader sees that the answer has begun. The last one waits until the store's end is a good one.
      if (!raw.headersSent && cameBytes < sizeBytes) pass();
    },
    final(done) {
      if (cameBytes < sizeBytes) return done(new StoreFault("failed", `it sent ${cameBytes} of ${sizeBytes} bytes`));
      begin();
      raw.end(filling.subarray(0, filledBytes), done);
    },
  });
}
