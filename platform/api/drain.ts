import type { FastifyInstance } from "fastify";
import { readKey } from "./auth";
import { ApiError } from "./errors";
import type { Sessions } from "./sessions";

/** Lets requests that are being answered end while new ones are refused. */
export interface Drain {
  install(app: FastifyInstance): void;
  /** From now on new requests answer 503, but those of running algorithms: a call that may end needs its data. */
  begin(): void;
  /** Lets work outlast its request: the end waits for it too. */
  during(work: Promise<unknown>): void;
  /** How many requests are being answered, and works beyond them. */
  running(): number;
  /** Waits until no request is being answered. */
  idle(): Promise<void>;
}

/** Counts the requests of one platform. */
export function createDrain(sessions: Sessions): Drain {
  let running = 0;
  let begun = false;
  let waiting: (() => void)[] = [];
  const settle = () => {
    running -= 1;
    if (running > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return {
    install(app) {
      app.addHook("onRequest", async (request, reply) => {
        running += 1;
        // "close" comes after the last byte as well as when the client goes away.
        reply.raw.once("close", settle);
        if (!begun) return;
        const key = readKey(request.headers.authorization);
        if (key !== undefined && sessions.running(key)) return;
        reply.header("retry-after", 1).header("connection", "close");
        throw new ApiError("STOPPING");
      });
    },
    begin() {
      begun = true;
    },
    during(work) {
      running += 1;
      work.then(settle, settle);
    },
    running: () => running,
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
