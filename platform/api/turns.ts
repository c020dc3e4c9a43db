import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Carries out the requests of one connection one after the other. Node hands out what a client sent without waiting for answers all at once and
 * only orders the answers: a GET would miss what the PUT before it writes (RFC 9112 §9.3.2). Call it before other hooks are added.
 */
export function takeTurns(app: FastifyInstance): void {
  const answered = new WeakMap<Socket, Promise<void>>();
  app.addHook("onRequest", (request, reply, done) => {
    const { socket } = request.raw;
    const before = answered.get(socket);
    answered.set(socket, new Promise((resolve) => void reply.raw.once("close", resolve)));
    if (!before) return done();
    // What stood in line on a connection that has ended is dropped: nobody hears the answer, and Node would tell nobody that it went nowhere.
    void before.then(() => (socket.destroyed ? undefined : done()));
  });
}
