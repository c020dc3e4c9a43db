import type { FastifyInstance } from "fastify";

/**
 * Reads away what still comes of a body whose request was answered before its end, as when a store refuses an upload half-way. Node does
 * so only for a body that nobody began to read; of another it would leave the rest, and the client's next request behind it, unread.
 */
export function installReadAway(app: FastifyInstance): void {
  app.addHook("onResponse", async ({ raw }) => {
    if (!raw.readableDidRead || raw.readableEnded || raw.destroyed) return;
    // A listener and not resume() alone: whoever read before may still be letting go.
    raw.on("data", () => {});
    raw.resume();
  });
}
