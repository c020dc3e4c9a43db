import { Transform } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "./errors";

/** A fault to inject into the next matching requests. Several effects may be combined; a delay comes first. */
export interface FaultRequest {
  method?: string;
  /** Start of the path, or a regular expression when it begins with `^`. */
  route: string;
  status?: number;
  retryAfterSeconds?: number;
  /** The connection breaks once so many bytes of the request body were read. */
  cutRequestAfterBytes?: number;
  /** The connection breaks once so many bytes of the response body were sent. */
  cutResponseAfterBytes?: number;
  delayMs?: number;
  /** How many requests are hit. */
  times: number;
}

/** The faults that wait for requests. */
export interface Faults {
  add(fault: FaultRequest): void;
  clear(): void;
  list(): FaultRequest[];
  install(app: FastifyInstance): void;
}

/** Fault injection for tests: off until a fault is added, and never on `/platform/…` itself. */
export function createFaults(): Faults {
  let waiting: FaultRequest[] = [];
  const hits = new WeakMap<object, FaultRequest>();

  const take = (request: FastifyRequest): FaultRequest | undefined => {
    const path = (request.raw.url ?? "").split("?")[0]!;
    if (path.startsWith("/platform/")) return undefined;
    const fault = waiting.find((candidate) => matches(candidate, request.method, path));
    if (!fault) return undefined;
    fault.times -= 1;
    waiting = waiting.filter((candidate) => candidate.times > 0);
    return fault;
  };

  return {
    add(fault) {
      if (fault.route.startsWith("^")) expression(fault.route);
      waiting.push({ ...fault });
    },
    clear() {
      waiting = [];
    },
    list: () => waiting.map((fault) => ({ ...fault })),
    install(app) {
      app.addHook("onRequest", async (request, reply) => {
        if (waiting.length === 0) return;
        const fault = take(request);
        if (!fault) return;
        if (fault.delayMs !== undefined) await wait(fault.delayMs);
        if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", fault.retryAfterSeconds);
        if (fault.status !== undefined) return reply.code(fault.status).send(new ApiError("INJECTED_FAULT").body);
        if (fault.cutResponseAfterBytes !== undefined) cutResponse(reply, fault.cutResponseAfterBytes);
        if (fault.cutRequestAfterBytes !== undefined) hits.set(request.raw, fault);
      });
      app.addHook("preParsing", async (request, _reply, payload) => {
        const limit = hits.get(request.raw)?.cutRequestAfterBytes;
        return limit === undefined ? payload : payload.pipe(breakAfter(limit, request));
      });
    },
  };
}

function matches(fault: FaultRequest, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  return fault.route.startsWith("^") ? expression(fault.route).test(path) : path.startsWith(fault.route);
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new ApiError("INVALID_INPUT", `route: ${(error as Error).message}`);
  }
}

function breakAfter(limitBytes: number, request: FastifyRequest): Transform {
  let passed = 0;
  const cut = () => {
    request.raw.socket.destroy();
    return Object.assign(new Error("the connection broke"), { code: "ECONNRESET" });
  };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const rest = limitBytes - passed;
      passed += chunk.length;
      if (chunk.length < rest) return done(null, chunk);
      this.push(chunk.subarray(0, rest));
      done(cut());
    },
  });
  // The body may break before its handler reads it.
  return stream.on("error", () => {});
}

/** Wraps the raw response, so that streams, JSON and git answers are all cut alike. */
function cutResponse(reply: FastifyReply, limitBytes: number): void {
  const raw = reply.raw;
  const write = raw.write.bind(raw);
  let left = limitBytes;
  const pass = (chunk: unknown): boolean => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk instanceof Uint8Array ? chunk : undefined;
    if (!bytes) return true;
    if (bytes.length < left) {
      left -= bytes.length;
      return write(bytes);
    }
    write(bytes.subarray(0, left), () => raw.socket?.destroy());
    left = 0;
    return false;
  };
  raw.write = ((chunk: unknown) => pass(chunk)) as typeof raw.write;
  raw.end = ((chunk?: unknown) => {
    pass(chunk);
    raw.socket?.end(() => raw.socket?.destroy());
    return raw;
  }) as typeof raw.end;
}
