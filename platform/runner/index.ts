import { availableParallelism } from "node:os";
import { type Confinement, createConfinement } from "./confinement";
import type { Runner, RunnerOptions } from "./contract";
import { createPool, type Pool } from "./pool";

export { type Confinement, type ConfinementOptions, createConfinement } from "./confinement";
export type { Answer, BuiltVersion, CallError, CallFollower, CallOptions, Input, Runner, RunnerOptions, Seat } from "./contract";
export { QueueFull } from "./queue-full";

/**
 * Creates what runs built versions: processes that keep what they loaded, and answer call after call.
 *
 * @param options limits, see `RunnerOptions`
 * @param confinement what holds the processes back; default: their limits, but no isolation
 * @returns the runner; `close()` it to end its processes
 * @example
 * const runner = createRunner({ idleSeconds: 60 });
 * const answer = await runner.call({ key: "1", owner: "demo", name: "hello", versionDir }, { contentType: "text", data: "Ada" }, {
 *   timeoutSeconds: 300,
 *   environment: { ALGORITHMIA_API: platform.url },
 * });
 */
export function createRunner(
  options: RunnerOptions = {},
  confinement: Promise<Confinement> = createConfinement({ isolation: "none" }),
): Runner {
  const { instancesPerVersion = availableParallelism(), queueLimit = 500, idleSeconds = 600, startTimeoutSeconds = 300 } = options;
  const pools = new Map<string, Pool>();
  let closed = false;

  const poolOf = (version: Parameters<Runner["call"]>[0]): Pool => {
    const known = pools.get(version.key);
    if (known) return known;
    const pool = createPool(version, { instancesPerVersion, queueLimit, idleSeconds, startTimeoutSeconds, confinement });
    pools.set(version.key, pool);
    return pool;
  };

  const sumOf = (count: (pool: Pool) => number) => [...pools.values()].reduce((sum, pool) => sum + count(pool), 0);

  return {
    call(version, input, callOptions) {
      if (closed) {
        const error = { message: "The platform is stopping.", error_type: "AlgorithmError" };
        return Promise.resolve({ ok: false, error, durationSeconds: 0, stdout: "" });
      }
      return poolOf(version).call(input, callOptions);
    },
    instancesPerVersion,
    async reserve(version, slots, start) {
      // What has no pool has nothing to take back.
      if (!closed && (slots > 0 || pools.has(version.key))) await poolOf(version).reserve(slots, start);
    },
    instances: () => sumOf((pool) => pool.instances()),
    waiting: () => sumOf((pool) => pool.waiting()),
    async stop(key) {
      const pool = pools.get(key);
      pools.delete(key);
      await pool?.stop();
    },
    async close() {
      closed = true;
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      pools.clear();
    },
  };
}
