import { Command, Option } from "commander";
import { packageVersion } from "../operations/package-version";
import { reset, restore, snapshot } from "./keep";
import { readSeconds } from "./read";
import { seedPlatform } from "./seed";
import { start } from "./start/index";
import { commandOptions, startOptions } from "./start/options";
import { status } from "./status";
import { stop } from "./stop";

/** The commands and their options. */
export function createProgram(): Command {
  const program = new Command("algorithmia-platform")
    .description("An Algorithmia-compatible platform on one machine: data, git, builds, versions and calls.")
    .version(packageVersion(), "-V, --version", "print the version")
    .addHelpText("after", firstExamples)
    .exitOverride()
    .showHelpAfterError("(add --help for the options)");
  const starting = program.command("start").description("Start the platform and keep it running until SIGTERM or SIGINT.");
  for (const option of commandOptions()) starting.addOption(option);
  starting
    .option("--config <file>", "configuration file, YAML or JSON; without it config.yaml in the data folder, if it is there")
    .option("--print-config", "print the settings that would count, and where each was said, instead of starting")
    .addHelpText("after", examples)
    .action(start);
  program
    .command("status")
    .description("Tell whether a platform runs on a data folder, and where.")
    .addOption(dataFolder())
    .option("--json", 'print one line of JSON: {"running","dataDir","pid","url","version","since","isolation","caFile"}')
    .addHelpText("after", statusExamples)
    .action(status);
  program
    .command("stop")
    .description("Ask the platform of a data folder to finish what it is doing and end, and wait for it.")
    .addOption(dataFolder())
    .option("--timeout <seconds>", "how long to wait for the end", readSeconds, 30)
    .addHelpText("after", stopExamples)
    .action(stop);
  program
    .command("seed")
    .description("Fill a platform, running or stopped, from a declaration: users, organizations, collections, files, algorithms, secrets.")
    .argument("[file]", "declaration, YAML or JSON")
    .option("--demo", "an example algorithm with a model file, ready to call, instead of a declaration")
    .option("--data <folder>", "data folder of the platform; where none runs, one is started for as long as it is needed")
    .option("--url <address>", "address of the platform, with the key in ALGORITHMIA_API_KEY; for users ALGORITHMIA_ADMIN_KEY too")
    .option("--ca-cert <file>", "authority of the certificate at --url")
    .option("--dry-run", "tell what would be done, write nothing")
    .option("--json", 'print one line of JSON: {"dryRun","outcomes":[{"kind","name","action","detail"}]}')
    .addHelpText("after", seedExamples)
    .action(seedPlatform);
  program
    .command("snapshot")
    .description("Write everything that a stopped platform keeps into one tar file.")
    .argument("<file>", "file to write; compressed when its name ends in .gz or .tgz")
    .addOption(dataFolder())
    .addHelpText("after", keepExamples)
    .action(snapshot);
  program
    .command("restore")
    .description("Make a data folder from a snapshot.")
    .argument("<file>", "file that snapshot wrote")
    .requiredOption("--data <folder>", "folder to make; new or empty")
    .addHelpText("after", keepExamples)
    .action(restore);
  program
    .command("reset")
    .description("Remove everything that a stopped platform keeps.")
    .requiredOption("--data <folder>", "folder that the platform was started with")
    .option("--yes", "really do it")
    .addHelpText("after", keepExamples)
    .action(reset);
  return program;
}

/** As `start` is told: the commands that only look at the folder, or stop what runs there, find it the same way. */
function dataFolder(): Option {
  const { flags, variable } = startOptions.data;
  return new Option(flags, "folder that the platform was started with").env(variable).makeOptionMandatory();
}

const firstExamples = `
Examples:
  $ algorithmia-platform start                                  try it out: prints an address, a key and the lines to paste; nothing is kept
  $ algorithmia-platform start --data ./platform                keep everything in ./platform
  $ algorithmia-platform seed --demo --data ./platform          an example algorithm with a model file, ready to call
  $ algorithmia-platform status --data ./platform               where it runs
  $ algorithmia-platform stop --data ./platform

algorithmia-platform <command> --help tells a command's options, examples and exit codes.`;

const statusExamples = `
Examples:
  $ algorithmia-platform status --data ./platform
  $ algorithmia-platform status --data ./platform --json        for scripts

Exit codes: 0 it runs, 3 none runs, 2 the command line was not understood.`;

const stopExamples = `
Examples:
  $ algorithmia-platform stop --data ./platform                 requests that are being answered finish first
  $ algorithmia-platform stop --data ./platform --timeout 5     wait at most 5 seconds for its end

Stopped a second time, it cuts off what it waits for.
Exit codes: 0 it has ended, 3 none runs, 1 it still runs after --timeout, 2 the command line was not understood.`;

const seedExamples = `
A declaration, each list optional:

  users:
    - { name: ann, email: ann@example.com, key: { env: ANN_KEY } }    # opens the account: sim and 25 letters and digits
  organizations:
    - { name: acme, email: it@acme.com, contact: Ann, members: [ann] }
  collections:
    - { path: data://ann/models, read: algorithms }                  # owner, algorithms (default) or everyone
  files:
    - { path: data://ann/models/words.json, from: models/words.json }
  algorithms:
    - name: ann/sentiment
      source: sentiment                                              # a folder; the repository becomes exactly that
      sampleInput: a lovely day
      callability: private                                           # or public: for all accounts, without naming a version
      publish: true                                                  # false: build only
      secrets: { TOKEN: { env: SENTIMENT_TOKEN } }

Paths count from the declaration's folder. Done again, what is as declared is left alone, but secrets, whose values cannot be read,
are written each time. Nothing is deleted.

Examples:
  $ algorithmia-platform seed --demo --data ./platform
  $ algorithmia-platform seed seed.yaml --data ./platform --dry-run
  $ algorithmia-platform seed seed.yaml --url https://platform.example.com --ca-cert ca.pem

Exit codes: 0 all is as declared (or was looked at), 1 not (one paragraph says why; run it again to go on), 2 the command line was not understood.`;

const keepExamples = `
Examples:
  $ algorithmia-platform stop --data ./platform
  $ algorithmia-platform snapshot platform.tar.gz --data ./platform    files, algorithms, versions, accounts and keys
  $ algorithmia-platform restore platform.tar.gz --data ./copy         the same platform in another folder
  $ algorithmia-platform reset --data ./platform --yes                 everything is gone, the folder stays

Exit codes: 0 done, 1 not done (one line says why; nothing half-done is left), 2 the command line was not understood.`;

const examples = `
Each option can be said in the environment, by the variable in brackets, or in the configuration file, by its name in camel case:

  # ./platform/config.yaml
  port: 9000
  tls: true
  drainSeconds: 60

The command line wins over the environment, that over the file. Paths in a file count from its folder.

Examples:
  $ algorithmia-platform start                                  try it out; nothing is kept
  $ algorithmia-platform start --data ./platform --port 9000    keep everything in ./platform
  $ algorithmia-platform start --data ./platform --tls          HTTPS with a certificate that is made and kept there
  $ algorithmia-platform start --tls-cert site.pem --tls-key site.key --host platform.example.com
  $ algorithmia-platform start --config platform.yaml --print-config    what would count, and who says so
  $ algorithmia-platform start --json                           for scripts: {"url","gitUrl","consoleUrl","owner","apiKey","adminKey","dataDir"}

Logs go to stderr. The keys of a data folder stay the same across starts.`;
