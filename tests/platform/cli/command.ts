import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import type { Platform } from "../../../platform/index";
import { eventually } from "../api/support";

const command = resolve(__dirname, "../../../platform/bin/algorithmia-platform.js");
const children: ChildProcess[] = [];

/** Ends what a test started and left running, and waits for its end. */
export async function killCommands(): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

/** Begins the command with these arguments. */
export function spawnCommand(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

/** Starts the command and waits for its line. */
export async function startCommand(...options: string[]): Promise<{
  child: ChildProcess;
  platform: Platform;
  readyMs: number;
  ended: Promise<number | null>;
  out: () => string;
  err: () => string;
}> {
  const startedAt = performance.now();
  const child = spawnCommand("start", "--json", ...options);
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${err}`);
    return out.includes("\n");
  });
  return { child, platform: JSON.parse(out), readyMs: performance.now() - startedAt, ended, out: () => out, err: () => err };
}

/** Runs the command to its end. */
export function runCommand(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [command, ...args], (error, out, err) => done({ code: (error?.code as number | undefined) ?? 0, out, err }));
  });
}
