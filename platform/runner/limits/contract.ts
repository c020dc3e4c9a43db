/** What one process of an algorithm may use. The children that it starts have the same limits, each for itself. */
export interface Limits {
  /** Memory that it may write to, in MiB; default half of the machine's, but at least 2048. */
  memoryMebibytes?: number;
  /** Open files; default 4096. */
  openFiles?: number;
  /** Processes and threads of an instance; default 4096. Where they are not isolated the kernel does not limit those of root. */
  processes?: number;
  /** Size of a file that it writes, in MiB; default 32768. */
  fileMebibytes?: number;
  /** CPU time of an instance over all its calls, in seconds; default unlimited: calls have a timeout. */
  cpuSeconds?: number;
}

/** Limits as they are in force on this machine. */
export interface Limiter {
  /** For people, one line: the limits, or why there are none. `counted` as below. */
  description(counted: boolean): string;
  /** Memory of one process; undefined when it is not limited. */
  memoryMebibytes: number | undefined;
  /** The command that runs `command` with all limits but that of the number of processes. */
  command(command: string[]): string[];
  /**
   * The command that runs `command` with a limit of the number of processes.
   *
   * @param counted whether the kernel counts an instance's processes apart from the user's others
   */
  withProcesses(command: string[], counted: boolean): Promise<string[]>;
}
