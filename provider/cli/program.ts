import { Command, InvalidArgumentError, Option } from "commander";
import { algorithmNameProblem } from "../model/algorithm-name";
import { readDuration } from "./duration";
import type { GcOptions } from "./gc";
import type { HistoryCommandOptions } from "./history";
import type { PinOptions } from "./pin";
import type { PlanOptions } from "./plan";
import type { RollbackOptions } from "./rollback";
import type { StatusOptions } from "./status";
import type { Terminal } from "./terminal";

const platformHint = "The platform is found as by Algorithmia's own tools: ALGORITHMIA_API, ALGORITHMIA_API_KEY, ~/.algorithmia/config.";

const examples = {
  program: `
Examples:
  $ pulumi-algorithmia pin acme/sentiment models/sentiment.pkl    pin a new model, then: pulumi preview
  $ pulumi-algorithmia plan                                       what will \`pulumi up\` do, for a pull request
  $ pulumi-algorithmia status                                     does every algorithm serve its pin?
  $ pulumi-algorithmia history acme/sentiment                     which bytes served when, and who rolled them out
  $ pulumi-algorithmia rollback acme/sentiment                    pin what the version before serves
  $ pulumi-algorithmia gc                                         which uploaded models does nothing need any more?

Exit codes: 0 done, 1 failed (with --check: something differs), 2 called wrongly.`,
  pin: `
Examples:
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl --version-type major
  $ pulumi-algorithmia pin acme/sentiment models/words.txt --name words
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl --check           in CI: fail when the pin is not this file
  $ pulumi-algorithmia pin acme/sentiment s3+prod://models/v7.pkl          the version that is there now, and its hash
  $ pulumi-algorithmia pin acme/sentiment data://acme/models/v7.pkl --sha256 9f2c…

Of a file in storage its storage is asked for version and sha256; the file is read where it tells none.
${platformHint}`,
  status: `
Examples:
  $ pulumi-algorithmia status
  $ pulumi-algorithmia status --check --json                               in CI: fail when anything differs

${platformHint}`,
  plan: `
Examples:
  $ pulumi-algorithmia plan                                                a Markdown table, and the lines that change
  $ pulumi-algorithmia plan > plan.md && gh pr comment --body-file plan.md
  $ pulumi-algorithmia plan --json | jq '.plans[].plan.version'

${platformHint}
Exit codes: 0 done, 1 when a pin cannot be planned, 2 called wrongly.`,
  history: `
Examples:
  $ pulumi-algorithmia history acme/sentiment                     every version, newest first
  $ pulumi-algorithmia history --at 2026-05-01T14:30:00Z          what every pinned algorithm served then
  $ pulumi-algorithmia history acme/sentiment --limit 5 --json

--at takes the newest version of then, which callers without a version got, and says what the pin file pinned then by its git
history: a roll-back to an old version stands there alone, as it publishes nothing.`,
  rollback: `
Examples:
  $ pulumi-algorithmia rollback acme/sentiment                    to the version before, then: pulumi preview
  $ pulumi-algorithmia rollback acme/sentiment --to 1.2.0
  $ pulumi-algorithmia rollback acme/sentiment --check            say what would change, and change nothing`,
  gc: `
Examples:
  $ pulumi-algorithmia gc                                         say what may go; delete nothing
  $ pulumi-algorithmia gc --file models.yaml --file ../prod/models.yaml --yes
  $ pulumi-algorithmia gc --keep 3 --older-than 7d

Only files that a rollout named after their content are ever deleted, and never one that a published version, the branch, a running
build or a pin names. Give the pin files of all stacks.`,
};

/**
 * Describes the command line. A command's code is loaded when it runs: \`pin\` of a local file needs no network library.
 * @param finish Takes the exit code of the command that ran.
 */
export function buildProgram(terminal: Terminal, finish: (code: number) => void): Command {
  const { version } = require("pulumi-algorithmia/package.json") as { version: string };
  const program = new Command("pulumi-algorithmia")
    .description("Pins of model files, and what the algorithms really serve.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("(`pulumi-algorithmia --help` lists the commands)")
    .addHelpText("after", examples.program);

  program
    .command("pin")
    .summary("make the pin file say that an algorithm serves this file")
    .description("Writes a model file's path and sha256 into the pin file. Comments, order and every other byte of it stay.")
    .argument("<owner/name>", "the algorithm", algorithmName)
    .argument("<file>", "the model: a local file, or the URI of one in storage")
    .addOption(pinFile())
    .addOption(
      new Option("--version-type <type>", "which part of the version goes up").choices(["revision", "minor", "major"]).conflicts("name"),
    )
    .option("--name <key>", "which of several models: its key below `models` in the pin")
    .option("--sha256 <digits>", "hash that the file must have; a URI is pinned with it unseen", sha256Digits)
    .option("--check", "change nothing; exit 1 when the pin would change")
    .option("--json", "print JSON")
    .addHelpText("after", examples.pin)
    .action(async (algorithm: string, target: string, options: PinOptions) => {
      const { pin } = require("./pin") as typeof import("./pin");
      finish(await pin(algorithm, target, options, terminal));
    });

  program
    .command("plan")
    .summary("say what `pulumi up` will do for every pin")
    .description(
      "Looks at the platform and prints, per pin: what is uploaded, which lines of the source change, whether a build is needed, which version comes out.",
    )
    .addOption(pinFile())
    .option("--json", "print JSON")
    .addHelpText("after", examples.plan)
    .action(async (options: PlanOptions) => {
      const { plan } = require("./plan") as typeof import("./plan");
      finish(await plan(options, terminal));
    });

  program
    .command("status")
    .summary("compare the pins with what the newest versions serve")
    .description(
      "Prints, for every pin: the pinned hash, the hash that the newest published version serves, that version, and what differs.",
    )
    .addOption(pinFile())
    .option("--check", "exit 1 when anything differs")
    .option("--json", "print JSON")
    .addHelpText("after", examples.status)
    .action(async (options: StatusOptions) => {
      const { status } = require("./status") as typeof import("./status");
      finish(await status(options, terminal));
    });

  program
    .command("history")
    .summary("list which bytes each version serves, from which commit and pull request")
    .description("Prints, for every published version: when and from where it came, and the files that it serves with their hashes.")
    .argument("[owner/name]", "the algorithm; every pinned one when left out", algorithmName)
    .addOption(pinFile())
    .option("--at <time>", "only the version that was the newest then: 2026-05-01T14:30:00Z, or a day")
    .option("--limit <number>", "so many of the newest versions only", positive)
    .option("--json", "print JSON")
    .addHelpText("after", examples.history)
    .action(async (algorithm: string | undefined, options: HistoryCommandOptions) => {
      const { history } = require("./history") as typeof import("./history");
      finish(await history(algorithm, options, terminal));
    });

  program
    .command("rollback")
    .summary("pin what an earlier version serves")
    .description(
      "Writes the file that an earlier version serves into the pin file. Nothing on the platform is changed: `pulumi up` does that.",
    )
    .argument("<owner/name>", "the algorithm", algorithmName)
    .addOption(pinFile())
    .option("--to <version>", "the version; the one before that which serves the pin when left out")
    .option("--check", "change nothing; exit 1 when the pin would change")
    .option("--json", "print JSON")
    .addHelpText("after", examples.rollback)
    .action(async (algorithm: string, options: RollbackOptions) => {
      const { rollback } = require("./rollback") as typeof import("./rollback");
      finish(await rollback(algorithm, options, terminal));
    });

  program
    .command("gc")
    .summary("delete uploaded models that nothing needs")
    .description("Prints which uploaded files may go from the collections of the pinned algorithms, and why each other one stays.")
    .addOption(
      new Option("--file <path>", "a pin file; may be given several times")
        .argParser((path, paths: string[]) => [...paths, path])
        .default([], "models.yaml"),
    )
    .addOption(new Option("--keep <number>", "so many of the newest that nothing needs stay").argParser(whole).default(0))
    .addOption(new Option("--older-than <time>", "a younger file stays").argParser(duration).default(24 * 3600, "24h"))
    .option("--shared", "also collections other than an algorithm's own; all algorithms that read them must be pinned")
    .option("--yes", "delete")
    .option("--json", "print JSON")
    .addHelpText("after", examples.gc)
    .action(async ({ file, ...options }: GcOptions) => {
      const { gc } = require("./gc") as typeof import("./gc");
      const { interruptible } = require("./interruptible") as typeof import("./interruptible");
      const files = file.length > 0 ? file : ["models.yaml"];
      finish(await interruptible((signal) => gc({ ...options, file: files }, terminal, signal)));
    });
  return program;
}

const pinFile = () => new Option("--file <path>", "the pin file").default("models.yaml");

function algorithmName(text: string): string {
  const problem = algorithmNameProblem(text);
  if (problem) throw new InvalidArgumentError(`${problem}.`);
  return text;
}

function sha256Digits(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError("expected 64 hexadecimal digits.");
  return text.toLowerCase();
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function positive(text: string): number {
  const number = whole(text);
  if (number === 0) throw new InvalidArgumentError("expected at least 1.");
  return number;
}

function duration(text: string): number {
  const seconds = readDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError("expected a number and s, m, h or d, e.g. 24h.");
  return seconds;
}
