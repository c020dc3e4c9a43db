import { parseArgs } from "node:util";
import { Fault, reportFailure } from "./lib/fault.mjs";
import { paint } from "./lib/paint.mjs";
import { root } from "./lib/root.mjs";
import { setup } from "./setup.mjs";
import { openStack } from "./stack/open.mjs";

const usage = `Drives the Pulumi program in a folder with the engine that the set-up found.

  node scripts/stack.mjs preview|up|refresh|destroy|outputs [--cwd DIR] [--stack NAME]

  --cwd DIR     folder with Pulumi.yaml and index.ts (default: this one)
  --stack NAME  stack (default: dev)

State is kept in DIR/.state unless PULUMI_BACKEND_URL is set.`;

let wasTold = false;
const tellOn = (stream) => (text) => {
  wasTold = true;
  stream.write(text);
};
// With --diff the engine says on stderr what resources say about themselves, such as the plan of a rollout.
const live = { onOutput: tellOn(process.stdout), onError: tellOn(process.stderr), color: paint.colourful ? "always" : "never" };

const commands = {
  preview: (stack) => stack.preview({ ...live, diff: true }),
  up: (stack) => stack.up(live),
  refresh: (stack) => stack.refresh(live),
  destroy: (stack) => stack.destroy(live),
  outputs: async (stack) => {
    const outputs = await stack.outputs();
    const shown = Object.fromEntries(Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? "[secret]" : value]));
    console.log(JSON.stringify(shown, null, 2));
  },
};

async function main() {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  const [name, ...surplus] = positionals;
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (!command || surplus.length > 0) throw new Fault(usage);
  const { pulumi } = await setup();
  await command(await openStack({ folder: values.cwd, stackName: values.stack, pulumi }));
}

function readArguments() {
  const string = (value) => ({ type: "string", default: value });
  try {
    // npm runs its scripts in the repository's folder and names in INIT_CWD where the user stands.
    const here = process.cwd() === root ? (process.env.INIT_CWD ?? root) : process.cwd();
    return parseArgs({
      allowPositionals: true,
      options: { cwd: string(here), stack: string("dev"), help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new Fault(`${error.message}\n\n${usage}`);
  }
}

main().catch((error) => {
  // The engine has printed its diagnostics already; the Automation API's error repeats them with the whole command line.
  if (error?.name === "CommandError" || error?.commandResult) {
    process.exitCode = 1;
    if (!wasTold) console.error(error.message);
    return;
  }
  reportFailure(error);
});
