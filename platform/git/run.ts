import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

/** Starts git without a shell and without the user's and the system's configuration. */
export function spawnGit(args: string[], environment: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  return spawn("git", args, {
    stdio: "pipe",
    env: {
      PATH: process.env.PATH,
      LANG: "C",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_TERMINAL_PROMPT: "0",
      ...environment,
    },
  });
}

/** Runs git to its end and returns what it printed; throws with what it said on stderr when it fails. */
export async function runGit(args: string[], input?: string | Buffer, environment?: Record<string, string>): Promise<string> {
  const child = spawnGit(args, environment);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // A git that ends without reading its input must not take the platform with it.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`git ${args[0]} failed: ${Buffer.concat(err).toString("utf8").trim()}`);
  return Buffer.concat(out).toString("utf8");
}
