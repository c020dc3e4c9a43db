import { resolve } from "node:path";
import { findRunning } from "../operations/running";
import { exit } from "./exit";

/** Options of `algorithmia-platform status`. */
export interface StatusOptions {
  data: string;
  json?: boolean;
}

/** Tells whether a platform runs on a data folder. Exit 0 when one does, 3 when none does. */
export function status({ data, json }: StatusOptions): void {
  const dataDir = resolve(data);
  const platform = findRunning(dataDir);
  if (!platform) process.exitCode = exit.notRunning;
  if (json) process.stdout.write(`${JSON.stringify({ running: platform !== undefined, dataDir, ...platform })}\n`);
  else if (!platform) process.stdout.write(`No platform runs on ${dataDir}.\n`);
  else if (platform.url === undefined) process.stdout.write(`A platform is starting on ${dataDir} (process id ${platform.pid}).\n`);
  else {
    process.stdout.write(`A platform runs on ${dataDir}.

  API        ${platform.url}
  pid        ${platform.pid}
  version    ${platform.version}
  since      ${platform.since}
  isolation  ${platform.isolation}
${platform.caFile === undefined ? "" : `  trust      ${platform.caFile}\n`}`);
  }
}
