/** Where a command writes to. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether `out` may carry colours: a person looks at it and has not asked for none (no-color.org). */
  colour: boolean;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // `| head` closes the pipe early; that is its reader's choice, not a failure.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  };
}
