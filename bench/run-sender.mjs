import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "./measure.mjs";

/** Runs one of `senders/` in a process of its own and gives what it measured there. */
export async function runSender(name, args, env) {
  const file = join(fileURLToPath(import.meta.url), "..", "senders", `${name}.mjs`);
  return JSON.parse(await output(process.execPath, [file, ...args], { env }));
}
