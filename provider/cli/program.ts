import { Command, InvalidArgumentError, Option } from "commander";
import { algorithmNameProblem } from "../model/algorithm-name";
import type { PinOptions } from "./pin";
import type { PlanOptions } from "./plan";
import type { StatusOptions } from "./status";
import type { Terminal } from "./terminal";

const platformHint = "The platform is found as by Algorithmia's own tools: ALGORITHMIA_API, ALGORITHMIA_API_KEY, ~/.algorithmia/config.";

const examples = {
  program: `
Examples:
  $ pulumi-algorithmia pin acme/sentiment models/sentiment.pkl    pin a new model, then: pulumi preview
  $ pulumi-algorithmia plan                                       what will \`pulumi up\` do, for a pull request
  $ pulumi-algorithmia status                                     does every algorithm serve its pin?

Exit codes: 0 done, 1 failed (with --check: something differs), 2 called wrongly.`,
  pin: `
Examples:
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl --version-type major
  $ pulumi-algorithmia pin acme/sentiment models/new.pkl --check           in CI: fail when the pin is not this file
  $ pulumi-algorithmia pin acme/sentiment data://acme/models/v7.pkl --sha256 9f2c…`,
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
};

/**
 * Describes the command line. A command's code is loaded when it runs: \`pin\` needs no network library.
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
    .argument("<file>", "the model: a local file, or with --sha256 the URI of one in storage")
    .addOption(pinFile())
    .addOption(new Option("--version-type <type>", "which part of the version goes up").choices(["revision", "minor", "major"]))
    .option("--sha256 <digits>", "hash that the file must have; the only way to pin a URI", sha256Digits)
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
