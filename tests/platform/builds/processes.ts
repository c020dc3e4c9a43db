import { readFileSync } from "node:fs";
import { eventually } from "../api/support";

/** Whether a process exists and has not ended: one that nobody has taken notice of yet, a zombie, has. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** `eventually` for what need not be told. */
export async function until(holds: () => boolean): Promise<void> {
  await eventually(holds);
}
