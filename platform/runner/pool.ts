import { readBuiltVersion } from "./built-version";
import type { Confinement } from "./confinement";
import type { Answer, BuiltVersion, CallError, CallOptions, Input, Seat } from "./contract";
import { type Instance, StartFailure, startInstance } from "./instance";
import { abandoned, createPlaces } from "./places";

/** The warm instances of one version. */
export interface Pool {
  /** @throws QueueFull at once, see `Runner.call` */
  call(input: Input, options: CallOptions): Promise<Answer>;
  /** See `Runner.reserve`. */
  reserve(slots: number, start: StartOptions): Promise<void>;
  instances(): number;
  waiting(): number;
  stop(): Promise<void>;
}

type StartOptions = Pick<CallOptions, "environment" | "openSeat">;

/** Limits of a pool, as in RunnerOptions. */
export interface PoolOptions {
  instancesPerVersion: number;
  queueLimit: number;
  idleSeconds: number;
  startTimeoutSeconds: number;
  confinement: Promise<Confinement>;
}

interface Idle {
  instance: Instance;
  environment: string;
  timer: NodeJS.Timeout;
}

/** Keeps instances of one version warm, starts new ones up to the limit, and lets further calls wait in order. */
export function createPool(version: BuiltVersion, options: PoolOptions): Pool {
  const { instancesPerVersion, queueLimit, idleSeconds, startTimeoutSeconds, confinement } = options;
  const idle: Idle[] = [];
  const places = createPlaces(instancesPerVersion, queueLimit);
  const seats = new WeakMap<Instance, Seat>();
  const calls = new Set<Promise<Answer>>();
  // How to end each process that there is, and the environment that it has.
  const ends = new Map<() => Promise<void>, string>();
  const leaving = new Map<Instance, string>();
  let reserved = { slots: 0, environment: "" };
  let stopped = false;

  const takeIdle = async (environment: string): Promise<Instance | undefined> => {
    // The one used last is the warmest.
    for (let free = idle.pop(); free; free = idle.pop()) {
      clearTimeout(free.timer);
      if (free.environment === environment && free.instance.isUsable()) return free.instance;
      await free.instance.end();
    }
    return undefined;
  };

  const start = async ({ environment, openSeat }: StartOptions): Promise<Instance> => {
    let end = async () => {};
    const seat = openSeat?.();
    try {
      const files = await readBuiltVersion(version.versionDir).catch((error: unknown) => {
        throw new StartFailure({ message: notBuilt(version, error), error_type: "InitializationError" }, "");
      });
      const variables = { ...environment, ...seat?.environment };
      const instance = await startInstance(files, variables, { confinement: await confinement, startTimeoutSeconds }, (endProcess) => {
        end = endProcess;
        ends.set(end, textOf(environment));
        if (stopped) void end();
      });
      const started = end;
      if (seat) seats.set(instance, seat);
      void instance.ended.finally(() => {
        ends.delete(started);
        seat?.close();
      });
      return instance;
    } catch (error) {
      ends.delete(end);
      seat?.close();
      throw error;
    }
  };

  /** Two that become idle together must not both take the other for the reserved one: who is about to end no longer counts. */
  const leave = (instance: Instance, environment: string) => {
    leaving.set(instance, environment);
    void instance.ended.finally(() => leaving.delete(instance));
    void instance.end();
  };

  const keep = (instance: Instance, environment: string) => {
    const free: Idle = {
      instance,
      environment,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(free), 1);
        if (environment === reserved.environment && missing() >= 0 && instance.isUsable()) keep(instance, environment);
        else leave(instance, environment);
      }, idleSeconds * 1000).unref(),
    };
    idle.push(free);
  };

  /** How many reserved instances there are not; below 0 there are more than reserved. */
  const missing = () => reserved.slots - having(ends) + having(leaving);
  const having = (those: Map<unknown, string>) => [...those.values()].filter((environment) => environment === reserved.environment).length;

  /** Makes room: ends an idle instance that nobody reserved. */
  const endOther = async (): Promise<void> => {
    const index = idle.findIndex(({ environment }) => environment !== reserved.environment);
    const [other] = index === -1 ? [] : idle.splice(index, 1);
    clearTimeout(other?.timer);
    await other?.instance.end();
  };

  const startReserved = async (options: StartOptions): Promise<void> => {
    // All places are at work, with instances of their own: who reserves looks again later.
    if (stopped || !places.takeFree()) return;
    try {
      if (ends.size >= instancesPerVersion) await endOther();
      const instance = await start(options);
      if (stopped) await instance.end();
      else keep(instance, textOf(options.environment));
    } finally {
      places.give();
    }
  };

  const run = async (input: Input, options: CallOptions): Promise<Answer> => {
    const environment = textOf(options.environment);
    const warm = await takeIdle(environment);
    const instance = warm ?? (await start(options));
    try {
      const { answer, begun } = await callOn(instance, input, options);
      // It died while it was idle, and nobody had noticed yet.
      if (!begun && warm && !stopped && !options.signal?.aborted) return await run(input, options);
      return stopped && !answer.ok && !instance.isUsable() ? stoppedAnswer() : answer;
    } finally {
      // What was started beyond the limit is not kept.
      if (instance.isUsable() && !stopped && ends.size <= instancesPerVersion) keep(instance, environment);
      else await instance.end();
    }
  };

  const callOn = async (instance: Instance, input: Input, { timeoutSeconds, follow, signal }: CallOptions) => {
    if (signal?.aborted) return { answer: failed(abandoned), begun: true };
    const seat = seats.get(instance);
    const leave = seat && follow?.takeSeat(seat);
    const end = () => void instance.end();
    signal?.addEventListener("abort", end, { once: true });
    try {
      const seen = await instance.call(input, timeoutSeconds);
      return signal?.aborted && !seen.answer.ok ? { answer: failed(abandoned), begun: true } : seen;
    } finally {
      signal?.removeEventListener("abort", end);
      leave?.();
    }
  };

  const takeTurn = async (turn: Promise<CallError | undefined>, input: Input, options: CallOptions): Promise<Answer> => {
    const refusal = await turn;
    if (refusal) return failed(refusal);
    const began = performance.now();
    try {
      if (stopped) return stoppedAnswer();
      return await run(input, options);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      if (stopped) return stoppedAnswer();
      return { ok: false, error: error.error, durationSeconds: (performance.now() - began) / 1000, stdout: error.stdout };
    } finally {
      places.give();
    }
  };

  return {
    call(input, options) {
      const answer = takeTurn(places.take(options.follow, options.signal), input, options);
      calls.add(answer);
      const forget = () => calls.delete(answer);
      answer.then(forget, forget);
      return answer;
    },
    async reserve(slots, options) {
      reserved = { slots, environment: textOf(options.environment) };
      const started = await Promise.allSettled(Array.from({ length: Math.max(0, missing()) }, () => startReserved(options)));
      const rejected = started.find((start) => start.status === "rejected");
      if (rejected) throw rejected.reason;
    },
    instances: () => ends.size,
    waiting: () => places.waiting(),
    async stop() {
      stopped = true;
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      await Promise.all([...ends.keys()].map((end) => end()));
      await Promise.allSettled(calls);
    },
  };
}

/** The same text for equal environments. */
function textOf(environment: Record<string, string>): string {
  return JSON.stringify(Object.entries(environment).sort());
}

function stoppedAnswer(): Answer {
  return failed({ message: "The algorithm was stopped: it was deleted, or the platform is stopping.", error_type: "AlgorithmError" });
}

function failed(error: CallError): Answer {
  return { ok: false, error, durationSeconds: 0, stdout: "" };
}

function notBuilt({ owner, name, versionDir }: BuiltVersion, error: unknown): string {
  return `${owner}/${name} has no usable build in ${versionDir} (${(error as Error).message}). Compile it again.`;
}
