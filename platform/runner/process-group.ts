import type { ChildProcess } from "node:child_process";

/** Kills every process of the group that a child spawned with `detached: true` leads. Those that are gone or not ours are left alone. */
export function killGroup(leader: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (leader.pid === undefined) return;
  try {
    process.kill(-leader.pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
