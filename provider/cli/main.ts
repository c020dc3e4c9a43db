import { type Command, CommanderError } from "commander";
import { AlgorithmiaError } from "../errors";
import { buildProgram } from "./program";
import { processTerminal, type Terminal } from "./terminal";

/** What the command line answers with: done, failed (or drift found by `--check`), called wrongly. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/**
 * Runs `pulumi-algorithmia` for this process and sets its exit code.
 * @param argv As `process.argv`: the interpreter and the script come first.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv.slice(2), processTerminal());
}

/**
 * Runs one command.
 * @param args What stands behind `pulumi-algorithmia`.
 * @returns the exit code: 0 done, 1 failed, 2 called wrongly.
 * @example const code = await run(["pin", "acme/sentiment", "models/new.pkl"], terminal);
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.ok;
  const program: Command = buildProgram(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // Commander has said what is wrong already; it ends with 0 only for --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    report(error, terminal, args.includes("--json"));
    return exitCodes.failed;
  }
}

/** One paragraph without a stack; with `--json` also as an object, so that a script need not read the paragraph. */
function report(error: unknown, terminal: Terminal, asJson: boolean): void {
  const known = error instanceof AlgorithmiaError;
  const code = known ? error.code : "UNEXPECTED";
  const text = error instanceof Error ? error.message : String(error);
  const message = known ? text : `${text.split("\n")[0]} (a fault of pulumi-algorithmia itself; please report it)`;
  terminal.err(`error: ${known ? message : `${message} [${code}]`}\n`);
  if (asJson) terminal.out(`${JSON.stringify({ error: { code, message } })}\n`);
}
