import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Seen {
  method: string;
  path: string;
  status: number;
}

/** A request as it came, with its time in ms since 1970. */
export interface Asked {
  method: string;
  path: string;
  url: string;
  atMs: number;
  /** The client closed its connection before the whole answer was handed on, or it was cut by a fault. */
  isGivenUp?: boolean;
}

/**
 * What befalls a request: its connection is cut half-way through the body (`cut`), it never reaches the platform (`reset`), it is
 * done but its answer is lost (`lost`) or never ends (`silence`), it is neither done nor answered (`stall`), the answer is no
 * JSON (`garbled`) or tells no md5 (`unhashed`), it is answered with a status without being done, or the connection is cut after so many bytes of the body or of
 * the answer (headers and all; counted from the end when negative).
 */
export type Fault =
  | "cut"
  | "reset"
  | "lost"
  | "silence"
  | "stall"
  | "garbled"
  | "unhashed"
  | number
  | { status: number; retryAfterSeconds: number }
  | { requestBytes: number }
  | { answerBytes: number };

/** Sees every request on its way to the platform, and can step in before it is sent or before its answer is handed on. */
export interface Tap {
  url: string;
  /** Requests that the platform has answered. */
  seen: Seen[];
  /** Every request, answered or not. */
  asked: Asked[];
  /** Requests that change the platform: data writes, builds, publishes, pushes. Calls of algorithms are none. */
  writes(): string[];
  /** Called when the platform has answered and the client has not heard of it yet. */
  onAnswered?: (seen: Seen) => void | Promise<void>;
  /** Called before a request is passed on: see Fault. */
  onRequest?: (seen: Omit<Seen, "status">) => Fault | undefined;
  /** From now on the port refuses connections, and those that are open are cut. */
  refuse(): void;
  close(): Promise<void>;
}

export async function startTap(target: string): Promise<Tap> {
  const tap: Tap = {
    url: "",
    seen: [],
    asked: [],
    writes: () => tap.seen.filter(isWrite).map(({ method, path, status }) => `${method} ${path} ${status}`),
    refuse: () => {
      server.close();
      server.closeAllConnections();
    },
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
  };
  const server = createServer((incoming, outgoing) => {
    const about = { method: incoming.method ?? "", path: (incoming.url ?? "").split("?")[0] ?? "" };
    const asked: Asked = { ...about, url: incoming.url ?? "", atMs: Date.now() };
    tap.asked.push(asked);
    outgoing.on("close", () => {
      asked.isGivenUp = !outgoing.writableFinished;
    });
    const fault = tap.onRequest?.(about);
    if (!server.listening || fault === "reset") return void incoming.socket.destroy();
    if (fault === "stall") return void incoming.resume();
    if (typeof fault === "number" || (typeof fault === "object" && "status" in fault)) return refuseWith(fault, incoming, outgoing);
    pass(tap, target, about, fault, incoming, outgoing);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  tap.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return tap;
}

type Passing = Exclude<Fault, "reset" | "stall" | number | { status: number }>;

function pass(
  tap: Tap,
  target: string,
  about: Omit<Seen, "status">,
  fault: Passing | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const { hostname, port } = new URL(target);
  const options = { hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers };
  const passed = forward(options, (answer: IncomingMessage) => {
    void (async () => {
      const seen = { ...about, status: answer.statusCode ?? 0 };
      // The end of a push's answer, not its headers, tells that the push is done.
      const isAwaited = fault !== undefined || about.path.endsWith("/git-receive-pack");
      const whole = isAwaited ? await buffer(answer).catch(() => undefined) : undefined;
      tap.seen.push(seen);
      await tap.onAnswered?.(seen);
      if (isAwaited && !whole) return void outgoing.destroy(); // The client is gone.
      if (fault === "silence") return;
      if (fault === "lost") return void incoming.socket.destroy();
      if (fault === "garbled") return void outgoing.writeHead(200).end("<html>");
      if (typeof fault === "object" && "answerBytes" in fault) {
        const bytes = asSent(about.method, answer, whole ?? Buffer.alloc(0)).subarray(0, fault.answerBytes);
        return void incoming.socket.write(bytes, () => incoming.socket.destroy());
      }
      const { etag, ...unhashed } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, fault === "unhashed" ? unhashed : answer.headers);
      if (whole) outgoing.end(whole);
      else answer.pipe(outgoing);
    })();
  });
  passed.on("error", () => outgoing.destroy());
  outgoing.on("close", () => passed.destroy());
  if (fault === "cut") cutBody(incoming, passed, (chunk) => Math.ceil(chunk.length / 2));
  else if (typeof fault === "object" && "requestBytes" in fault) cutBody(incoming, passed, () => fault.requestBytes);
  else incoming.pipe(passed);
}

/** Hands the beginning of the body on and cuts both connections; a request without a body is cut before it is passed on. */
function cutBody(incoming: IncomingMessage, passed: ReturnType<typeof forward>, lengthOf: (chunk: Buffer) => number): void {
  const cut = () => {
    passed.destroy();
    incoming.destroy();
  };
  incoming.once("data", (chunk: Buffer) => passed.write(chunk.subarray(0, lengthOf(chunk)), cut));
  incoming.once("end", cut);
}

function refuseWith(
  fault: number | { status: number; retryAfterSeconds: number },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const { status, retryAfterSeconds } = typeof fault === "number" ? { status: fault, retryAfterSeconds: 0 } : fault;
  incoming.resume();
  outgoing.writeHead(status, { "Retry-After": String(retryAfterSeconds) }).end('{"error":{"message":"injected"}}');
}

/** The answer as it goes over the wire. */
function asSent(method: string, answer: IncomingMessage, body: Buffer): Buffer {
  const length = method === "HEAD" ? answer.headers["content-length"] : String(body.length);
  const headers = Object.entries({ ...answer.headers, "content-length": length, "transfer-encoding": undefined })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${String(value)}\r\n`)
    .join("");
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${headers}\r\n`), body]);
}

function isWrite({ method, path }: Seen): boolean {
  if (path.endsWith("/git-receive-pack")) return true;
  return !["GET", "HEAD"].includes(method) && path.startsWith("/v1/") && !path.startsWith("/v1/algo/");
}
