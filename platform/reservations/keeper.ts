import { environmentOf } from "../algorithms/call";
import type { Services } from "../api/exchange";
import type { BuiltVersion } from "../engines";
import type { Algorithm } from "../store/algorithms";
import { reservedBuild } from "./reserved-build";

/** Keeps the instances warm that are reserved: those of a new version after a publish, and others in place of those that die. */
export interface Keeper {
  /** Looks now, not only every few seconds. Does not wait for instances to start. */
  look(): void;
  /** Looks no more. */
  stop(): void;
  /** Waits until nothing is being started. */
  idle(): Promise<void>;
}

const lookEveryMs = 5000;
/** After an instance could not be loaded. */
const pauseMs = 60_000;

interface Kept {
  version: BuiltVersion;
  algorithm: Algorithm;
  slots: number;
}

/** Creates the keeper of one platform; it begins at once. */
export function createKeeper(services: Services): Keeper {
  const { store, engines, queue, sessions, log } = services;
  const pausedUntilMs = new Map<string, number>();
  // At most one start of each version at a time; one that takes long does not hold up the others.
  const starting = new Map<string, Promise<void>>();
  let kept = new Map<string, Kept>();
  let stopped = false;

  const wanted = (): Map<string, Kept> => {
    const builds = new Map<string, Kept>();
    for (const reservation of store.reservations.list()) {
      const algorithm = store.algorithms.byId(reservation.algorithmId);
      const build = algorithm && reservedBuild(store, algorithm, reservation);
      if (!build) continue;
      const version = { key: build.id, owner: algorithm.owner.name, name: algorithm.name, versionDir: queue.versionDir(build.id) };
      builds.set(build.id, { version, algorithm, slots: (builds.get(build.id)?.slots ?? 0) + reservation.slots });
    }
    return builds;
  };

  const keep = async ({ version, algorithm, slots }: Kept) => {
    if ((pausedUntilMs.get(version.key) ?? 0) > Date.now()) return;
    try {
      const runner = engines.runner();
      // Two reservations may have come to the same version.
      await runner.reserve(version, Math.min(slots, runner.instancesPerVersion), {
        environment: environmentOf(algorithm, services),
        openSeat: () => sessions.open(algorithm),
      });
      pausedUntilMs.delete(version.key);
    } catch (error) {
      if (stopped) return;
      pausedUntilMs.set(version.key, Date.now() + pauseMs);
      log.warn({ err: error, algorithm: algorithm.id, build: version.key }, "a reserved instance could not be started");
    }
  };

  const look = () => {
    if (stopped) return;
    try {
      const next = wanted();
      for (const { version } of kept.values()) if (!next.has(version.key)) void engines.runner().reserve(version, 0, { environment: {} });
      kept = next;
      for (const [key, reserved] of next) {
        if (!starting.has(key))
          starting.set(
            key,
            keep(reserved).finally(() => starting.delete(key)),
          );
      }
    } catch (error) {
      log.error({ err: error }, "reservations could not be looked at");
    }
  };

  const timer = setInterval(look, lookEveryMs).unref();
  look();
  return {
    look,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
    idle: async () => void (await Promise.all(starting.values())),
  };
}
