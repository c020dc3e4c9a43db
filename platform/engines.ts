import type { Builder } from "./builds";
import type { Runner, RunnerOptions } from "./runner";
import { createConfinement } from "./runner/confinement";
import type { IsolationChoice, IsolationKind } from "./runner/isolation";
import type { Limits } from "./runner/limits";
import type { Folders } from "./store/folders";

export type { Builder, BuildOutcome, BuildRequest } from "./builds";
export type { Answer, BuiltVersion, CallOptions, Input, Runner, RunnerOptions } from "./runner";

/** What builds and runs algorithms. */
export interface Engines {
  builder(): Builder;
  runner(): Runner;
  /** How many processes of algorithms there are, idle ones too. */
  instances(): number;
  /** How many calls wait for one of them. */
  waiting(): number;
  /** Rejects when they cannot be held back as was asked for. */
  confinement(): Promise<Confined>;
  /** Ends every build and every instance and waits for their exit. */
  close(): Promise<void>;
}

/** How algorithms are held back on this machine. */
export interface Confined {
  isolation: IsolationKind;
  /** For people, a line each. */
  descriptions: { isolation: string; limits: string };
}

/** How algorithms are run and held back. */
export interface AlgorithmOptions {
  runner?: RunnerOptions;
  isolation?: IsolationChoice;
  limits?: Limits;
}

/** Where engines keep what they share, and how what they run trusts the platform. */
export interface EngineOptions {
  folders: Folders;
  /** Variables for the steps of builds; calls bring theirs along. Files that they name can be read by every instance. */
  trust: Record<string, string>;
  algorithms?: AlgorithmOptions;
}

/** The real engines, each loaded when it is first needed: listening does not wait for them. */
export function createEngines({ folders, trust, algorithms = {} }: EngineOptions): Engines {
  const { isolation, limits } = algorithms;
  const confinement = createConfinement({ isolation, limits, hidden: [folders.root], shown: Object.values(trust) });
  // Told to whoever asks.
  confinement.catch(() => {});
  let builder: Builder | undefined;
  let runner: Runner | undefined;
  return {
    builder() {
      builder ??= (require("./builds") as typeof import("./builds")).createBuilder({ environmentsDir: folders.environments, trust });
      return builder;
    },
    runner() {
      runner ??= (require("./runner") as typeof import("./runner")).createRunner(algorithms.runner, confinement);
      return runner;
    },
    instances: () => runner?.instances() ?? 0,
    waiting: () => runner?.waiting() ?? 0,
    async confinement() {
      const { isolation: chosen, limiter } = await confinement;
      return {
        isolation: chosen.kind,
        descriptions: { isolation: chosen.description, limits: limiter.description(chosen.countsProcesses) },
      };
    },
    async close() {
      await Promise.all([builder?.close(), runner?.close()]);
    },
  };
}
