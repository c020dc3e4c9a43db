import { spawn } from "node:child_process";
import { once } from "node:events";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param share e.g. 0.99 */
export const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Runs two things in turn, so that a drifting machine hits both, and gives the median of the ratios pair by pair. */
export async function compare(pairs, one, other) {
  const [compared] = await compareWithEach(pairs, [one, other]);
  return compared;
}

/** The same of the first with each of the others: a result for each of those. */
export async function compareWithEach(rounds, [one, ...others]) {
  const ratios = others.map(() => []);
  for (const run of [one, ...others]) await run(); // warm-up: page cache, compiled code
  for (let left = rounds; left > 0; left--) {
    const value = await one();
    for (const [index, other] of others.entries()) ratios[index].push(value / (await other()));
  }
  return ratios.map((each) => ({ ratio: round(median(each)), ratios: each.map(round) }));
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
