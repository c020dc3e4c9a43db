import { Command, InvalidArgumentError } from "commander";
import { start } from "./start";

/** The commands and their options. */
export function createProgram(): Command {
  const program = new Command("algorithmia-platform")
    .description("An Algorithmia-compatible platform on one machine: data, git, builds, versions and calls.")
    .exitOverride()
    .showHelpAfterError("(add --help for the options)");
  program
    .command("start")
    .description("Start the platform and keep it running until SIGTERM or SIGINT.")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "TCP port, 0 for any free one", readPort, 0)
    .option("--data <folder>", "folder that keeps everything; without it a temporary one that goes with the platform")
    .option("--owner <name>", "account that owns the printed key", "demo")
    .option("--json", "print one line of JSON instead of text")
    .addHelpText("after", examples)
    .action(start);
  return program;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

const examples = `
Examples:
  $ algorithmia-platform start                                  try it out; nothing is kept
  $ algorithmia-platform start --data ./platform --port 9000    keep everything in ./platform
  $ algorithmia-platform start --json                           for scripts: {"url","gitUrl","consoleUrl","owner","apiKey","adminKey","dataDir"}

Logs go to stderr. The keys of a data folder stay the same across starts.`;
