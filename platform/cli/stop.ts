import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findRunning } from "../operations/running";
import { exit } from "./exit";

/** Options of `algorithmia-platform stop`. */
export interface StopOptions {
  data: string;
  /** How long to wait for the end, in seconds. */
  timeout: number;
}

const pollMs = 25;

/**
 * Asks the platform of a data folder to drain and end, and waits until it has given the folder back.
 * Exit 0 when it has ended, 3 when none runs, 1 when it still runs after `timeout` seconds.
 */
export async function stop({ data, timeout }: StopOptions): Promise<void> {
  const dataDir = resolve(data);
  const platform = findRunning(dataDir);
  if (!platform) {
    process.stdout.write(`No platform runs on ${dataDir}.\n`);
    process.exitCode = exit.notRunning;
    return;
  }
  const { pid } = platform;
  askToEnd(pid);
  const end = performance.now() + timeout * 1000;
  while (findRunning(dataDir)?.pid === pid) {
    if (performance.now() > end)
      throw new Error(
        `The platform with process id ${pid} still runs after ${timeout} seconds. Stop it again to cut off what it waits for.`,
      );
    await wait(pollMs);
  }
  process.stdout.write(`The platform on ${dataDir} (process id ${pid}) has ended.\n`);
}

function askToEnd(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
    throw new Error(`The platform with process id ${pid} cannot be asked to end: ${(error as Error).message}`);
  }
}
