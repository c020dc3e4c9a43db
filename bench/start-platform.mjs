import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const bin = join(fileURLToPath(import.meta.url), "..", "..", "platform", "bin", "algorithmia-platform.js");

/**
 * Starts the platform as users do and resolves when it says that it accepts requests.
 * @param options more of `algorithmia-platform start`
 */
export async function startPlatform(...options) {
  const child = spawn(process.execPath, [bin, "start", "--json", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return {
    ...JSON.parse(line),
    /** The most memory it ever held, in MiB. */
    peakMebibytes: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
