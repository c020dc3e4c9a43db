import { type ChildProcess, execFile, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Platform } from "../../../platform/index";
import { eventually } from "../api/support";

const command = resolve(__dirname, "../../../platform/bin/algorithmia-platform.js");
const children: ChildProcess[] = [];

/** Ends what `startCommand` started and a test left running. */
export function killCommands(): void {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

/** Starts the command and waits for its line. */
export async function startCommand(
  ...options: string[]
): Promise<{ child: ChildProcess; platform: Platform; ended: Promise<number | null>; err: () => string }> {
  const child = spawn(process.execPath, [command, "start", "--json", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  let [out, err] = ["", ""];
  child.stdout!.on("data", (chunk) => (out += chunk));
  child.stderr!.on("data", (chunk) => (err += chunk));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${err}`);
    return out.includes("\n");
  });
  return { child, platform: JSON.parse(out), ended, err: () => err };
}

/** Runs the command to its end. */
export function runCommand(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [command, ...args], (error, out, err) => done({ code: (error?.code as number | undefined) ?? 0, out, err }));
  });
}
