import type { Logger } from "pino";
import { featureEnabled } from "../administration/features";
import type { Answer } from "../engines";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Used } from "../store/usage";
import type { User } from "../store/users";
import { semanticVersion } from "../store/versions";

/** A call that is counted when it ends. */
export interface MeteredCall {
  algorithm: Algorithm;
  buildId: string;
  /** The account that called. */
  user: User | undefined;
}

/** Counts calls: in memory at first, so that a call waits for no disk, and every few seconds in the database. */
export interface UsageMeter {
  /** Counts a call when its answer is there. A failure of the platform itself is nobody's use. */
  call(call: MeteredCall, answer: Promise<Answer>): void;
  /** Writes what was counted so far. */
  flush(): void;
  /** Writes the rest. */
  close(): void;
}

const hourMs = 60 * 60 * 1000;

/** Who calls what; undefined when the caller's calls are not counted. */
type Who = Pick<Used, "owner" | "algorithm" | "version" | "caller"> | undefined;

/**
 * Creates the meter of one platform.
 *
 * @param writeEveryMs how much a killed platform loses at most, in milliseconds; default 5000
 */
export function createUsageMeter({ store, log }: { store: Store; log: Logger }, writeEveryMs = 5000): UsageMeter {
  const counts = new Map<string, Used>();
  // The names that belong to a build and a caller; asked for anew after each flush, as a build may be published meanwhile.
  const known = new Map<string, Who>();

  const whoOf = ({ algorithm, buildId, user }: MeteredCall): Who => {
    const key = `${buildId} ${user?.id}`;
    if (!known.has(key)) known.set(key, identify(store, algorithm, buildId, user));
    return known.get(key);
  };

  const count = (who: NonNullable<Who>, { ok, durationSeconds }: Answer) => {
    const hour = Math.floor(Date.now() / hourMs) * hourMs;
    const key = JSON.stringify([hour, who.owner, who.algorithm, who.version, who.caller]);
    const used = counts.get(key) ?? { hourMs: hour, ...who, calls: 0, errors: 0, seconds: 0, errorSeconds: 0 };
    counts.set(key, used);
    used.calls += 1;
    used.seconds += durationSeconds;
    if (ok) return;
    used.errors += 1;
    used.errorSeconds += durationSeconds;
  };

  const flush = () => {
    known.clear();
    if (counts.size === 0) return;
    store.usage.add([...counts.values()]);
    counts.clear();
  };

  const timer = setInterval(() => {
    try {
      flush();
    } catch (error) {
      log.error({ err: error }, "usage could not be written; it is tried again");
    }
  }, writeEveryMs).unref();

  return {
    call(call, answer) {
      // Asked for now: the algorithm may be gone when the answer comes.
      const who = whoOf(call);
      if (!who) return;
      answer.then(
        (seen) => count(who, seen),
        () => {},
      );
    },
    flush,
    close() {
      clearInterval(timer);
      flush();
    },
  };
}

function identify(store: Store, algorithm: Algorithm, buildId: string, user: User | undefined): Who {
  if (!user || !featureEnabled(store, "usage_metering", user)) return undefined;
  const version = store.versions.list(algorithm.id).find((candidate) => candidate.buildId === buildId);
  return {
    owner: algorithm.owner.name,
    algorithm: algorithm.name,
    version: version ? semanticVersion(version) : (store.builds.byId(buildId)?.commitSha ?? buildId),
    caller: user.name,
  };
}
