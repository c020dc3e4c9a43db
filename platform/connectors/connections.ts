import { Agent, IncomingMessage } from "node:http";
import { Agent as TlsAgent } from "node:https";
import type { OnReadOpts, Socket } from "node:net";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

const bufferBytes = 128 * 1024;
/** Below it a connection that can carry another request is worth more. */
const leastBytes = 1024 * 1024;

/** Connections by which large bodies can be passed on straight; everything else about them is as usual. */
export function storeAgents(options: { keepAlive: boolean; maxSockets: number }): { httpAgent: Agent; httpsAgent: TlsAgent } {
  return { httpAgent: passable(new Agent(options)), httpsAgent: passable(new TlsAgent(options)) };
}

/**
 * How to pass on a body past the HTTP parser, if it is large, of known length and came by a connection of `storeAgents`.
 *
 * Node gives each piece that it reads from a connection memory of its own, and its parser copies the piece into more. Every 64 MiB of such
 * memory begin a collection of the whole heap, which at a gigabyte a second costs more than all else. Here one buffer is read into over
 * and over. The parser never sees the end of such a body, so the connection ends with it.
 *
 * @returns writes all to `body`, which must have copied a piece when its `write` returns, and ends it; rejects when the store breaks off
 */
export function straight(answer: unknown): ((body: Writable) => Promise<void>) | undefined {
  if (!(answer instanceof IncomingMessage)) return undefined;
  const line = lines.get(answer.socket);
  const sizeBytes = Number(answer.headers["content-length"] ?? 0);
  if (!line || sizeBytes < leastBytes || answer.destroyed || answer.complete) return undefined;
  return async (body) => {
    const { socket } = answer;
    let leftBytes = sizeBytes;
    const pass = (piece: Buffer): boolean => {
      if (leftBytes === 0) return false;
      const own = piece.subarray(0, leftBytes);
      leftBytes -= own.length;
      // What is taken at once need not outlast this call; what waits has to.
      const room = body.write(body.writableLength === 0 ? own : Buffer.from(own));
      if (leftBytes > 0) return room;
      body.end();
      answer.destroy();
      return false;
    };
    answer.on("error", (error) => body.destroy(error));
    answer.once("close", () => leftBytes > 0 && body.destroy(new Error("the connection to the store ended early")));
    body.once("close", () => answer.destroy());
    body.on("drain", () => socket.resume());
    // What the parser and the connection have delivered already comes first.
    for (const stream of [answer, socket]) {
      for (let piece = stream.read() as Buffer | null; piece !== null; piece = stream.read() as Buffer | null) pass(piece);
    }
    line.pass = pass;
    socket.resume();
    await finished(body);
  };
}

/** Where the bytes of a connection go; to its HTTP parser, as long as nobody takes them. */
interface Line {
  pass?: (piece: Buffer) => boolean;
}

const lines = new WeakMap<Socket, Line>();

function passable<T extends Agent>(agent: T): T {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const line: Line = {};
    const onread: OnReadOpts = {
      buffer: Buffer.allocUnsafeSlow(bufferBytes),
      callback(bytesRead, buffer) {
        const piece = (buffer as Buffer).subarray(0, bytesRead);
        return line.pass ? line.pass(piece) : socket.push(Buffer.from(piece));
      },
    };
    const socket = connect({ ...options, onread } as typeof options, done) as Socket;
    lines.set(socket, line);
    return socket;
  };
  return agent;
}
