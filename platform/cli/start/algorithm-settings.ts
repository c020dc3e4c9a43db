import type { AlgorithmOptions } from "../../engines";
import { type IsolationChoice, isolationKinds } from "../../runner/isolation/contract";

/** Settings of `start` that concern how algorithms are run and held back; what is missing has the runner's default. */
export interface AlgorithmSettings {
  /** Calls of one version that run at once. */
  instances?: number;
  /** Calls of one version that may wait. */
  queue?: number;
  isolation: IsolationChoice;
  /** Of one process, in MiB. */
  memory?: number;
  openFiles?: number;
  processes?: number;
  /** In MiB. */
  fileSize?: number;
  /** Of an instance over all its calls, in seconds. */
  cpuTime?: number;
}

/** The least that each number may be. */
export const least = { instances: 1, queue: 0, memory: 64, openFiles: 64, processes: 8, fileSize: 1, cpuTime: 1 } satisfies Partial<
  Record<keyof AlgorithmSettings, number>
>;

/** What an isolation may be. */
export const isolations = ["auto", ...isolationKinds] as const satisfies IsolationChoice[];

/** As the platform takes them. */
export function algorithmOptions(settings: AlgorithmSettings): AlgorithmOptions {
  const { instances, queue, isolation, memory, openFiles, processes, fileSize, cpuTime } = settings;
  return {
    runner: { instancesPerVersion: instances, queueLimit: queue },
    isolation,
    limits: { memoryMebibytes: memory, openFiles, processes, fileMebibytes: fileSize, cpuSeconds: cpuTime },
  };
}
