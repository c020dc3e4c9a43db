import type { FastifyReply, FastifyRequest } from "fastify";

/** One request as it is kept: no query, no body, no key. `status` is null while it runs and 499 when the client went away. */
export interface RequestEntry {
  at: string;
  method: string;
  path: string;
  status: number | null;
  owner: string | null;
  /** Id of the fault that hit it. */
  fault?: string;
}

/** The last requests, oldest first; what tests count the platform's writes with. */
export interface RequestLog {
  record(request: FastifyRequest, reply: FastifyReply): void;
  setOwner(request: FastifyRequest, owner: string | undefined): void;
  setFault(request: FastifyRequest, fault: string): void;
  entries(): RequestEntry[];
  clear(): void;
}

/** Keeps the last `limit` requests in memory. Requests to `/platform/…` are left out. */
export function createRequestLog(limit = 2000): RequestLog {
  const kept: RequestEntry[] = [];
  const running = new WeakMap<object, RequestEntry>();
  return {
    record(request, reply) {
      const path = (request.raw.url ?? "").split("?")[0]!;
      if (path.startsWith("/platform/")) return;
      const entry: RequestEntry = { at: new Date().toISOString(), method: request.method, path, status: null, owner: null };
      // Kept on arrival, so that a request is never counted after one that it preceded.
      kept.push(entry);
      if (kept.length > limit) kept.shift();
      running.set(request.raw, entry);
      const settle = () => {
        entry.status ??= reply.raw.writableFinished ? reply.raw.statusCode : 499;
      };
      reply.raw.once("finish", settle).once("close", settle);
    },
    setOwner(request, owner) {
      const entry = running.get(request.raw);
      if (entry && owner !== undefined) entry.owner = owner;
    },
    setFault(request, fault) {
      const entry = running.get(request.raw);
      if (entry) entry.fault = fault;
    },
    entries: () => kept.map((entry) => ({ ...entry })),
    clear: () => void kept.splice(0),
  };
}
