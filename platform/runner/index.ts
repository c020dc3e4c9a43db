import { availableParallelism } from "node:os";
import type { Runner, RunnerOptions } from "./contract";
import { createPool, type Pool } from "./pool";

export type { Answer, BuiltVersion, CallError, CallFollower, CallOptions, Input, Runner, RunnerOptions, Seat } from "./contract";

/**
 * Creates what runs built versions: processes that keep what they loaded, and answer call after call.
 *
 * @param options limits, see `RunnerOptions`
 * @returns the runner; `close()` it to end its processes
 * @example
 * const runner = createRunner({ idleSeconds: 60 });
 * const answer = await runner.call({ key: "1", owner: "demo", name: "hello", versionDir }, { contentType: "text", data: "Ada" }, {
 *   timeoutSeconds: 300,
 *   environment: { ALGORITHMIA_API: platform.url },
 * });
 */
export function createRunner(options: RunnerOptions = {}): Runner {
  const { instancesPerVersion = availableParallelism(), idleSeconds = 600, startTimeoutSeconds = 300 } = options;
  const pools = new Map<string, Pool>();
  let closed = false;

  const poolOf = (version: Parameters<Runner["call"]>[0]): Pool => {
    const known = pools.get(version.key);
    if (known) return known;
    const pool = createPool(version, { instancesPerVersion, idleSeconds, startTimeoutSeconds });
    pools.set(version.key, pool);
    return pool;
  };

  return {
    async call(version, input, callOptions) {
      if (closed) {
        const error = { message: "The platform is stopping.", error_type: "AlgorithmError" };
        return { ok: false, error, durationSeconds: 0, stdout: "" };
      }
      return poolOf(version).call(input, callOptions);
    },
    instancesPerVersion,
    async reserve(version, slots, start) {
      // What has no pool has nothing to take back.
      if (!closed && (slots > 0 || pools.has(version.key))) await poolOf(version).reserve(slots, start);
    },
    instances: () => [...pools.values()].reduce((sum, pool) => sum + pool.instances(), 0),
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
