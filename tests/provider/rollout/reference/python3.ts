import { spawnSync } from "node:child_process";

/** Runs a script in the machine's Python with JSON on its standard input, and gives back the JSON it prints. */
export function python3<Output>(script: string, input: unknown): Output {
  const { status, stdout, stderr, error } = spawnSync("python3", ["-c", script], {
    input: JSON.stringify(input),
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(stderr.toString("utf8"));
  return JSON.parse(stdout.toString("utf8")) as Output;
}
