import { createHash, randomInt, randomUUID } from "node:crypto";
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
  /** How many requests are hit, then the fault is gone; default 1, with a `probability` any number. */
  times?: number;
  /** Which part of the matching requests is hit, above 0 and at most 1; default all. */
  probability?: number;
  /** Decides which ones: the same seed hits the same requests of the same sequence. Default: one that is drawn. */
  seed?: number;
}

/** A fault that waits. `times` is what is left of it. */
export interface Fault extends FaultRequest {
  id: string;
  /** How many requests it has met, hit or not, and how many it has hit. */
  matched: number;
  hit: number;
}

/** The faults that wait for requests. */
export interface Faults {
  /** Adds one and tells it back, with its id and the seed that counts. */
  add(fault: FaultRequest): Fault;
  /** Takes one back. @throws FAULT_NOT_FOUND */
  remove(id: string): void;
  clear(): void;
  list(): Fault[];
  install(app: FastifyInstance): void;
}

/**
 * Fault injection for tests: off until a fault is added, and never on `/platform/…` itself.
 *
 * @param onHit hears of each request that is hit
 */
export function createFaults(onHit: (request: FastifyRequest, fault: Fault) => void = () => {}): Faults {
  let waiting: Fault[] = [];
  const hits = new WeakMap<object, Fault>();

  const take = (request: FastifyRequest): Fault | undefined => {
    const path = (request.raw.url ?? "").split("?")[0]!;
    if (path.startsWith("/platform/")) return undefined;
    const fault = waiting.find((candidate) => matches(candidate, request.method, path) && hitsNow(candidate));
    if (!fault) return undefined;
    fault.hit += 1;
    if (fault.times !== undefined) fault.times -= 1;
    waiting = waiting.filter((candidate) => candidate.times !== 0);
    onHit(request, fault);
    return fault;
  };

  return {
    add(fault) {
      if (fault.route.startsWith("^")) expression(fault.route);
      const chance = fault.probability === undefined ? { times: fault.times ?? 1 } : { seed: fault.seed ?? randomInt(2 ** 31) };
      const added: Fault = { ...fault, ...chance, id: randomUUID(), matched: 0, hit: 0 };
      waiting.push(added);
      return { ...added };
    },
    remove(id) {
      const left = waiting.filter((fault) => fault.id !== id);
      if (left.length === waiting.length) throw new ApiError("FAULT_NOT_FOUND", id);
      waiting = left;
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

/** Draws for one matching request. A hash of seed and number gives the same row of draws on every machine and in every version. */
function hitsNow(fault: Fault): boolean {
  fault.matched += 1;
  if (fault.probability === undefined) return true;
  const drawn = createHash("sha256").update(`${fault.seed}:${fault.matched}`).digest().readUIntBE(0, 6) / 2 ** 48;
  return drawn < fault.probability;
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
  const pass = (chunk: unknown, done?: () => void): boolean => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk instanceof Uint8Array ? chunk : undefined;
    if (!bytes) return true;
    if (bytes.length < left) {
      left -= bytes.length;
      return write(bytes, done);
    }
    write(bytes.subarray(0, left), () => raw.socket?.destroy());
    left = 0;
    return false;
  };
  raw.write = ((chunk: unknown, ...rest: unknown[]) => pass(chunk, rest.find(isCallback))) as typeof raw.write;
  raw.end = ((chunk?: unknown) => {
    pass(chunk);
    raw.socket?.end(() => raw.socket?.destroy());
    return raw;
  }) as typeof raw.end;
}

function isCallback(value: unknown): value is () => void {
  return typeof value === "function";
}
