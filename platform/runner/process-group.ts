import type { ChildProcess } from "node:child_process";

/** Kills every process of the group that a child spawned with `detached: true` leads. Harmless when they are gone. */
export function killGroup(leader: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (leader.pid === undefined) return;
  try {
    process.kill(-leader.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
