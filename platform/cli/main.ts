import { CommanderError } from "commander";
import { exit } from "./exit";
import { createProgram } from "./program";

/** Runs the command line and ends the process: 0 when all is well, 1 when something failed, 2 when the command line makes no sense, 3 when no platform runs. */
export async function main(argv: string[]): Promise<void> {
  // `| head` closes the pipe early; that is its reader's choice, not a failure.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) process.stderr.write(`algorithmia-platform: ${(error as Error).message}\n`);
    // A command that was not understood has already said so.
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : exit.usage) : exit.failed;
  }
}
