import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { killGroup } from "../runner/process-group";
import { throwIfCancelled } from "./failure";

/** What a step of a build is run with. */
export interface StepOptions {
  environment: Record<string, string>;
  signal: AbortSignal;
  cwd?: string;
  /** Gets what the step prints, as it comes. */
  log?(text: string): void;
  /** A step that takes longer is killed. */
  timeoutSeconds?: number;
}

/** How a step ended. */
export interface StepResult {
  ok: boolean;
  /** Exit code; null when it was killed. */
  code: number | null;
  /** The end of what it printed on stdout and stderr. */
  output: string;
  timedOut: boolean;
}

const keptCharacters = 64 * 1024;

/**
 * Runs one command of a build, without a shell, as a process group of its own that is killed when the build is cancelled.
 *
 * @throws BuildFailure "cancelled"; Error when the command cannot be started
 */
export async function runStep(command: string, args: string[], options: StepOptions): Promise<StepResult> {
  const { environment, signal, cwd, log, timeoutSeconds } = options;
  throwIfCancelled(signal);
  const child = spawn(command, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const kill = () => killGroup(child);
  signal.addEventListener("abort", kill, { once: true });
  let timedOut = false;
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, timeoutSeconds * 1000);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder("utf8");
    stream.on("data", (chunk: Buffer) => {
      const text = decoder.write(chunk);
      output = (output + text).slice(-keptCharacters);
      log?.(text);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      // A process left behind would keep the streams open, and with them the build.
      child.once("exit", kill);
      child.once("close", resolve);
    });
    throwIfCancelled(signal);
    return { ok: code === 0, code, output, timedOut };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}
