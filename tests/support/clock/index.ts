import { join } from "node:path";
import { eventually } from "../../platform/api/support";
import type { RunningPlatform } from "../platform";

/**
 * The environment of a platform whose clock is wrong, and that of no other process: nobody may change the machine's.
 * @example const platform = await startPlatformProcess([], { environment: clockAhead(3600) });
 */
export function clockAhead(seconds: number): NodeJS.ProcessEnv {
  const file = join(__dirname, "skewed.cjs");
  return { NODE_OPTIONS: `--require ${JSON.stringify(file)}`, CLOCK_WRONG_BY_SECONDS: String(seconds) };
}

/** Sets the clock of such a platform right. */
export async function setClockRight(platform: RunningPlatform): Promise<void> {
  platform.process.kill("SIGUSR2");
  await eventually(() => platform.log().includes("the clock is right"));
}
