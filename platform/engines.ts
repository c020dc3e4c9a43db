import type { Builder } from "./builds";
import type { Runner } from "./runner";

export type { Builder, BuildOutcome, BuildRequest } from "./builds";
export type { Answer, BuiltVersion, CallOptions, Input, Runner } from "./runner";

/** What builds and runs algorithms. */
export interface Engines {
  builder(): Builder;
  runner(): Runner;
  /** How many processes of algorithms there are, idle ones too. */
  instances(): number;
  /** Ends every build and every instance and waits for their exit. */
  close(): Promise<void>;
}

/** Where engines keep what they share, and how what they run trusts the platform. */
export interface EngineOptions {
  environmentsDir: string;
  /** Variables for the steps of builds; calls bring theirs along. */
  trust: Record<string, string>;
}

/** The real engines, each loaded when it is first needed: listening does not wait for them. */
export function createEngines({ environmentsDir, trust }: EngineOptions): Engines {
  let builder: Builder | undefined;
  let runner: Runner | undefined;
  return {
    builder() {
      builder ??= (require("./builds") as typeof import("./builds")).createBuilder({ environmentsDir, trust });
      return builder;
    },
    runner() {
      runner ??= (require("./runner") as typeof import("./runner")).createRunner();
      return runner;
    },
    instances: () => runner?.instances() ?? 0,
    async close() {
      await Promise.all([builder?.close(), runner?.close()]);
    },
  };
}
