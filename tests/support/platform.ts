import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `algorithmia-platform start --json` prints once it accepts requests. */
export interface RunningPlatform {
  url: string;
  gitUrl: string;
  owner: string;
  apiKey: string;
  adminKey: string;
  dataDir: string;
  process: ChildProcess;
  /** Everything it has logged. */
  log(): string;
  stop(): Promise<void>;
}

const bin = join(__dirname, "..", "..", "platform", "bin", "algorithmia-platform.js");

/**
 * Starts the platform as its users do: the command, in a process of its own, with a temporary folder.
 * @param detached it leads a process group of its own, so that a test can kill what it started along with it
 * @param environment more than this process's own
 */
export async function startPlatformProcess(
  args: string[] = [],
  { detached = false, environment = {} }: { detached?: boolean; environment?: NodeJS.ProcessEnv } = {},
): Promise<RunningPlatform> {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [bin, "start", "--json", ...args], { stdio: ["ignore", "pipe", "pipe"], detached, env });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = once(child, "exit");
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([text]) => text as string),
    ended.then(([code]) => {
      throw new Error(`the platform ended with ${code}: ${complaints.slice(-4000)}`);
    }),
  ]);
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { ...(JSON.parse(line) as Omit<RunningPlatform, "process" | "log" | "stop">), process: child, log: () => complaints, stop };
}
