import type { Builder } from "./builds";
import type { Runner } from "./runner";

export type { Builder, BuildOutcome, BuildRequest } from "./builds";
export type { Answer, BuiltVersion, Input, Runner } from "./runner";

/** What builds and runs algorithms. */
export interface Engines {
  builder(): Builder;
  runner(): Runner;
  /** How many processes of algorithms there are, idle ones too. */
  instances(): number;
  /** Ends every build and every instance and waits for their exit. */
  close(): Promise<void>;
}

/** The real engines, each loaded when it is first needed: listening does not wait for them. */
export function createEngines(environmentsDir: string): Engines {
  let builder: Builder | undefined;
  let runner: Runner | undefined;
  return {
    builder() {
      builder ??= (require("./builds") as typeof import("./builds")).createBuilder({ environmentsDir });
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
