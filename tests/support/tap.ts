import { createServer, request as forward, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Seen {
  method: string;
  path: string;
  status: number;
}

/**
 * What befalls a request: its connection is cut half-way through the body (`cut`), it never reaches the platform (`reset`), it is
 * done but its answer is lost (`lost`), the answer is no JSON (`garbled`), or it is answered with a status without being done.
 */
export type Fault = "cut" | "reset" | "lost" | "garbled" | 429 | 500;

/** Sees every request on its way to the platform, and can step in before it is sent or before its answer is handed on. */
export interface Tap {
  url: string;
  seen: Seen[];
  /** Requests that change the platform: data writes, builds, publishes, pushes. Calls of algorithms are none. */
  writes(): string[];
  /** Called when the platform has answered and the client has not heard of it yet. */
  onAnswered?: (seen: Seen) => void | Promise<void>;
  /** Called before a request is passed on: see Fault. */
  onRequest?: (seen: Omit<Seen, "status">) => Fault | undefined;
  close(): Promise<void>;
}

export async function startTap(target: string): Promise<Tap> {
  const { hostname, port } = new URL(target);
  const tap: Tap = {
    url: "",
    seen: [],
    writes: () => tap.seen.filter(isWrite).map(({ method, path, status }) => `${method} ${path} ${status}`),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  const server = createServer((incoming, outgoing) => {
    const about = { method: incoming.method ?? "", path: (incoming.url ?? "").split("?")[0] ?? "" };
    const fault = tap.onRequest?.(about);
    if (fault === "reset") return void incoming.socket.destroy();
    if (typeof fault === "number") {
      incoming.resume();
      return void outgoing.writeHead(fault, { "Retry-After": "0" }).end('{"error":{"message":"injected"}}');
    }
    const options = { hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers };
    const passed = forward(options, (answer: IncomingMessage) => {
      void (async () => {
        const seen = { ...about, status: answer.statusCode ?? 0 };
        // The end of a push's answer, not its headers, tells that the push is done.
        const whole = about.path.endsWith("/git-receive-pack") ? await buffer(answer) : undefined;
        tap.seen.push(seen);
        await tap.onAnswered?.(seen);
        if (fault === "lost") {
          if (!whole) await buffer(answer);
          return void incoming.socket.destroy();
        }
        if (fault === "garbled") return void outgoing.writeHead(200).end("<html>");
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        if (whole) outgoing.end(whole);
        else answer.pipe(outgoing);
      })();
    });
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    if (fault !== "cut") return void incoming.pipe(passed);
    incoming.once("data", (chunk: Buffer) => {
      passed.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => {
        passed.destroy();
        incoming.destroy();
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  tap.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return tap;
}

function isWrite({ method, path }: Seen): boolean {
  if (path.endsWith("/git-receive-pack")) return true;
  return !["GET", "HEAD"].includes(method) && path.startsWith("/v1/") && !path.startsWith("/v1/algo/");
}
