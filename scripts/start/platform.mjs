import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { Fault } from "../lib/fault.mjs";
import { onInterrupt } from "../lib/interrupt.mjs";
import { root } from "../lib/root.mjs";

const limitSeconds = 20;
// Longer than the platform takes to drain: killed, it would leave its instances behind.
const stopSeconds = 20;

/**
 * Starts the embedded platform with its data in `folder`. Returns `{ url, gitUrl, consoleUrl, owner, apiKey, adminKey, pid, stop(), leave() }`;
 * it is stopped too when this process is interrupted, unless it was left.
 * It writes to files, not to pipes of ours, so that it can be left up when this process ends.
 */
export async function startPlatform({ folder, owner }) {
  // The announcement holds the key.
  const announcement = join(folder, "platform.json");
  const log = join(folder, "platform.log");
  const [stdout, stderr] = [openSync(announcement, "w", 0o600), openSync(log, "w", 0o600)];
  const program = join(root, "node_modules", ".bin", "algorithmia-platform");
  const child = spawn(program, ["start", "--json", "--owner", owner, "--data", join(folder, "platform")], {
    stdio: ["ignore", stdout, stderr],
    // Its own group: Ctrl-C in the terminal comes to us alone, and we end the platform in good order.
    detached: true,
  });
  closeSync(stdout);
  closeSync(stderr);

  let ended;
  const exit = new Promise((resolve) => {
    const end = (reason) => {
      ended = reason;
      resolve();
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(`exit code ${code ?? signal}`));
  });
  const stop = async () => {
    forget();
    if (ended === undefined) child.kill("SIGTERM");
    await Promise.race([exit, after(stopSeconds * 1000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
  };

  const forget = onInterrupt(stop);
  const leave = () => {
    forget();
    child.unref();
  };

  const deadline = Date.now() + limitSeconds * 1000;
  while (true) {
    const line = readFileSync(announcement, "utf8");
    if (line.includes("\n")) return { ...JSON.parse(line.slice(0, line.indexOf("\n"))), pid: child.pid, stop, leave };
    if (ended !== undefined || Date.now() > deadline) {
      await stop();
      const words = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").slice(-15).join("\n") : "";
      throw new Fault(
        `The platform did not start (${ended ?? `nothing heard for ${limitSeconds} s`}).${words ? ` Its log:\n${words}` : ""}`,
      );
    }
    await after(20);
  }
}
