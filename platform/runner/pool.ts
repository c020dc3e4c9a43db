import { readBuiltVersion } from "./built-version";
import type { Answer, BuiltVersion, CallOptions, Input } from "./contract";
import { type Instance, StartFailure, startInstance } from "./instance";

/** The warm instances of one version. */
export interface Pool {
  call(input: Input, options: CallOptions): Promise<Answer>;
  instances(): number;
  stop(): Promise<void>;
}

/** Limits of a pool, as in RunnerOptions. */
export interface PoolOptions {
  instancesPerVersion: number;
  idleSeconds: number;
  startTimeoutSeconds: number;
}

interface Idle {
  instance: Instance;
  environment: string;
  timer: NodeJS.Timeout;
}

/** Keeps instances of one version warm, starts new ones up to the limit, and lets further calls wait in order. */
export function createPool(version: BuiltVersion, { instancesPerVersion, idleSeconds, startTimeoutSeconds }: PoolOptions): Pool {
  const idle: Idle[] = [];
  const turns: (() => void)[] = [];
  const calls = new Set<Promise<Answer>>();
  const ends = new Set<() => Promise<void>>();
  let places = instancesPerVersion;
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

  const start = async (environment: Record<string, string>): Promise<Instance> => {
    let end = async () => {};
    try {
      const files = await readBuiltVersion(version.versionDir).catch((error: unknown) => {
        throw new StartFailure({ message: notBuilt(version, error), error_type: "InitializationError" }, "");
      });
      const instance = await startInstance(files, environment, startTimeoutSeconds, (endProcess) => {
        end = endProcess;
        ends.add(end);
        if (stopped) void end();
      });
      const started = end;
      void instance.ended.finally(() => ends.delete(started));
      return instance;
    } catch (error) {
      ends.delete(end);
      throw error;
    }
  };

  const keep = (instance: Instance, environment: string) => {
    const free: Idle = {
      instance,
      environment,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(free), 1);
        void instance.end();
      }, idleSeconds * 1000).unref(),
    };
    idle.push(free);
  };

  const run = async (input: Input, options: CallOptions): Promise<Answer> => {
    const environment = JSON.stringify(Object.entries(options.environment).sort());
    const warm = await takeIdle(environment);
    const instance = warm ?? (await start(options.environment));
    try {
      const { answer, begun } = await instance.call(input, options.timeoutSeconds);
      // It died while it was idle, and nobody had noticed yet.
      if (!begun && warm && !stopped) return await run(input, options);
      return stopped && !answer.ok && !instance.isUsable() ? stoppedAnswer() : answer;
    } finally {
      if (instance.isUsable() && !stopped) keep(instance, environment);
      else await instance.end();
    }
  };

  const takeTurn = async (input: Input, options: CallOptions): Promise<Answer> => {
    if (places === 0) await new Promise<void>((resolve) => turns.push(resolve));
    else places -= 1;
    const began = performance.now();
    try {
      if (stopped) return stoppedAnswer();
      return await run(input, options);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      if (stopped) return stoppedAnswer();
      return { ok: false, error: error.error, durationSeconds: (performance.now() - began) / 1000, stdout: error.stdout };
    } finally {
      // Passed on directly: a call that comes now may not overtake those that wait.
      const next = turns.shift();
      if (next) next();
      else places += 1;
    }
  };

  return {
    call(input, options) {
      const answer = takeTurn(input, options);
      calls.add(answer);
      const forget = () => calls.delete(answer);
      answer.then(forget, forget);
      return answer;
    },
    instances: () => ends.size,
    async stop() {
      stopped = true;
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      await Promise.all([...ends].map((end) => end()));
      await Promise.allSettled(calls);
    },
  };
}

function stoppedAnswer(): Answer {
  const message = "The algorithm was stopped: it was deleted, or the platform is stopping.";
  return { ok: false, error: { message, error_type: "AlgorithmError" }, durationSeconds: 0, stdout: "" };
}

function notBuilt({ owner, name, versionDir }: BuiltVersion, error: unknown): string {
  return `${owner}/${name} has no usable build in ${versionDir} (${(error as Error).message}). Compile it again.`;
}
