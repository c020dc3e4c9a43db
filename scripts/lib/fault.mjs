import { isInterrupted } from "./interrupt.mjs";

/** An error meant for the reader: its message is the whole story, no stack trace is shown. */
export class Fault extends Error {
  name = "Fault";
}

/** Prints what went wrong, as text for a Fault and with its stack for anything unforeseen, and makes the process end with code 1. */
export function reportFailure(error) {
  if (isInterrupted()) return;
  console.error(`\n${error instanceof Fault ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
