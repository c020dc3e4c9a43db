import { spawn } from "node:child_process";
import { once } from "node:events";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs two things in turn, so that a drifting machine hits both, and gives the median of the ratios pair by pair. */
export async function compare(pairs, one, other) {
  const ratios = [];
  await one(); // warm-up: page cache, compiled code
  await other();
  for (let pair = 0; pair < pairs; pair++) {
    const a = await one();
    const b = await other();
    ratios.push(a / b);
  }
  return { ratio: round(median(ratios)), ratios: ratios.map(round) };
}

export async function seconds(run) {
  const start = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Runs a program to its end and gives what it printed; a failure is told with its words. */
export async function output(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let text = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint.slice(-500)}`);
  return text;
}

export const round = (value) => Math.round(value * 100) / 100;
