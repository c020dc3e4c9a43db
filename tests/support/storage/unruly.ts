import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** What befalls the next requests that fit. */
export interface Trouble {
  method?: string;
  /** Part of the path and query. */
  path?: string;
  /** Answered in the server's stead. */
  answer?: { status: number; body: string; headers?: Record<string, string> };
  /** The connection breaks once so many bytes of the answer's body were passed on. */
  cutAnswerAfterBytes?: number;
  /** The connections to both sides break once so many bytes of the request's body were passed on. */
  cutRequestAfterBytes?: number;
  /** The answer tells no time, neither as its Date nor as S3's ServerTime: who asks cannot set a clock by it. */
  timeless?: true;
  /** Runs before the request is passed on. */
  before?: () => Promise<void> | void;
  times?: number;
}

/** A proxy before a real server that passes everything on, unless it is told to make trouble. */
export interface Unruly {
  url: string;
  add(trouble: Trouble): void;
  /** Makes this trouble for one request: that which comes after so many others. */
  strike(after: number, trouble: Omit<Trouble, "times">): void;
  clear(): void;
  /** Method and target of every request, in order. */
  seen: string[];
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. The host that the client named is passed on, as signatures cover it. */
export async function startUnruly(upstreamPort: number): Promise<Unruly> {
  let troubles: Trouble[] = [];
  const seen: string[] = [];
  let coming: { at: number; trouble: Trouble } | undefined;
  const take = ({ method, url = "" }: IncomingMessage): Trouble | undefined => {
    if (coming?.at === seen.length) return coming.trouble;
    const found = troubles.find((each) => (each.method ?? method) === method && url.includes(each.path ?? ""));
    if (found && found.times !== undefined && --found.times === 0) troubles = troubles.filter((each) => each !== found);
    return found;
  };
  const server = createServer((incoming, outgoing) => {
    const trouble = take(incoming);
    seen.push(`${incoming.method} ${incoming.url}`);
    // A client that goes away must not end this process.
    incoming.on("error", () => {});
    outgoing.on("error", () => {});
    if (trouble?.answer) {
      const { status, body, headers } = trouble.answer;
      incoming.resume();
      outgoing.writeHead(status, { "content-type": "application/xml", ...headers, "content-length": Buffer.byteLength(body) });
      outgoing.end(incoming.method === "HEAD" ? undefined : body);
      return;
    }
    void Promise.resolve(trouble?.before?.()).then(() => passOn(upstreamPort, incoming, outgoing, trouble));
  });
  // Some clients first ask whether to send a body.
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.writeContinue();
    server.emit("request", incoming, outgoing);
  });
  server.on("connect", (_request, socket) => socket.pipe(connect(upstreamPort, "127.0.0.1")).pipe(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    add: (trouble) => void troubles.push({ ...trouble }),
    strike: (after, trouble) => {
      coming = { at: seen.length + after, trouble };
    },
    clear: () => {
      coming = undefined;
      troubles = [];
    },
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function passOn(port: number, incoming: IncomingMessage, outgoing: ServerResponse, trouble: Trouble = {}): void {
  const { method, url, headers } = incoming;
  const { cutAnswerAfterBytes, cutRequestAfterBytes, timeless } = trouble;
  const upstream = httpRequest({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, (answer) => {
    if (timeless) return void answerTimeless(answer, outgoing);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (cutAnswerAfterBytes === undefined) return void answer.pipe(outgoing);
    if (cutAnswerAfterBytes === 0) return void outgoing.destroy();
    let passed = 0;
    answer.on("data", (chunk: Buffer) => {
      outgoing.write(chunk.subarray(0, cutAnswerAfterBytes - passed));
      passed += chunk.length;
      if (passed >= cutAnswerAfterBytes) outgoing.destroy();
    });
  });
  upstream.on("error", () => outgoing.destroy());
  incoming.on("aborted", () => upstream.destroy());
  if (cutRequestAfterBytes === undefined) return void incoming.pipe(upstream);
  let passed = 0;
  incoming.on("data", (chunk: Buffer) => {
    upstream.write(chunk.subarray(0, Math.max(0, cutRequestAfterBytes - passed)));
    passed += chunk.length;
    if (passed < cutRequestAfterBytes) return;
    upstream.destroy();
    incoming.destroy();
  });
  incoming.on("end", () => upstream.end());
}

async function answerTimeless(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = (await text(answer)).replace(/<ServerTime>.*<\/ServerTime>/, "");
  const { date, ...headers } = answer.headers;
  outgoing.sendDate = false;
  // A HEAD has no body to measure.
  const length = outgoing.req.method === "HEAD" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers, ...length }).end(body);
}
