import type { FastifyReply } from "fastify";
import { ApiError } from "../api/errors";
import type { Runner } from "../engines";
import { QueueFull } from "../runner/queue-full";

// An instance takes its next call as soon as it has answered one: there is no better guess.
const retryAfterSeconds = 1;

/** Calls on behalf of one request: TOO_MANY_CALLS (429 with `Retry-After`) when as many as may wait for that version do so already. */
export function refuseWhenFull(runner: Runner, reply: FastifyReply): Pick<Runner, "call"> {
  return {
    call(version, input, options) {
      try {
        return runner.call(version, input, options);
      } catch (error) {
        if (!(error instanceof QueueFull)) throw error;
        reply.header("retry-after", retryAfterSeconds);
        throw new ApiError("TOO_MANY_CALLS", `algo://${version.owner}/${version.name}`);
      }
    },
  };
}
