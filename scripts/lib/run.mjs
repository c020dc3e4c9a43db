import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onInterrupt } from "./interrupt.mjs";

/**
 * Runs a program without a shell and waits for its end.
 * Options: `cwd`, `env`, `timeoutSeconds` (then its whole process group is killed), `inherit` (it writes to the terminal itself),
 * `onLine(line, "stdout" | "stderr")`. Never rejects: a program that is not there gives `code: null` and `error`.
 */
export function run(command, args, { cwd, env = process.env, timeoutSeconds, inherit = false, onLine } = {}) {
  return new Promise((resolve) => {
    // A group of its own only where it may have to be killed as a whole; otherwise Ctrl-C reaches it through the terminal.
    const grouped = timeoutSeconds !== undefined;
    const child = spawn(command, args, { cwd, env, detached: grouped, stdio: inherit ? "inherit" : ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    let timedOut = false;
    let error;

    for (const name of ["stdout", "stderr"]) {
      child[name]?.setEncoding("utf8").on("data", (chunk) => {
        text[name] += chunk;
      });
      if (onLine && child[name]) createInterface({ input: child[name] }).on("line", (line) => onLine(line, name));
    }
    const kill = (signal) => {
      try {
        process.kill(grouped ? -child.pid : child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    const timer = grouped
      ? setTimeout(() => {
          timedOut = true;
          kill("SIGKILL");
        }, timeoutSeconds * 1000)
      : undefined;
    const forget = onInterrupt(() => kill("SIGTERM"));

    child.on("error", (reason) => {
      error = reason;
      if (child.pid === undefined) finish(null);
    });
    child.on("close", finish);

    function finish(code) {
      clearTimeout(timer);
      forget();
      resolve({ code, ...text, timedOut, error });
    }
  });
}
