import { maxHeaderSize, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ApiError } from "./errors";

const lingerMs = 2000;

/** Answers what never became a request: a name or header that is too long, or what is not HTTP. The connection ends with it. */
export function answerUnreadable(error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal =
    error.code === "HPE_HEADER_OVERFLOW" ? new ApiError("HEAD_TOO_LARGE", `${maxHeaderSize / 1024} KiB`) : new ApiError("NOT_HTTP");
  const body = JSON.stringify(refusal.body);
  // A client takes what follows the answer to HEAD for a second answer. The packet is the first one, unless the head came in pieces.
  const isHead = Buffer.isBuffer(error.rawPacket) && error.rawPacket.toString("latin1", 0, 5) === "HEAD ";
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Error-Message: ${refusal.message}`,
  ];
  // A connection that is cut while the caller still sends can lose the answer: what else comes is read and dropped for two seconds.
  socket.end(`${head.join("\r\n")}\r\n\r\n${isHead ? "" : body}`);
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once("close", () => clearTimeout(cut));
}
