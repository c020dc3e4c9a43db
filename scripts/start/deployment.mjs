import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { Fault } from "../lib/fault.mjs";
import { onInterrupt } from "../lib/interrupt.mjs";
import { root } from "../lib/root.mjs";
import { run } from "../lib/run.mjs";
import { openStack } from "../stack/open.mjs";

const interruptedSeconds = 5;

/** The root program's stack in the scratch folder, driven by the real engine, and the command line that changes its pins. */
export async function openDeployment({ folder, pulumi, platform, algorithm }) {
  const stack = await openStack({ folder, pulumi });
  await stack.setAllConfig({
    "algorithmia:apiAddress": { value: platform.url },
    "algorithmia:gitAddress": { value: platform.url },
    "algorithmia:apiKey": { value: platform.apiKey, secret: true },
  });
  const pins = join(folder, "models.yaml");

  return {
    /** Changes the pin with `pulumi-algorithmia pin` and returns what it printed and the changed lines of models.yaml. */
    async pin(file) {
      const before = readFileSync(pins, "utf8").split("\n");
      const program = join(root, "node_modules", ".bin", "pulumi-algorithmia");
      const ended = await run(program, ["pin", algorithm, file], { cwd: folder });
      if (ended.code !== 0) throw new Fault(`pulumi-algorithmia pin failed: ${ended.error?.message ?? ended.stderr.trim()}`);
      const after = readFileSync(pins, "utf8").split("\n");
      const removed = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
      const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
      return { printed: ended.stdout.trim(), changes: [...removed, ...added].join("\n") };
    },

    /** Runs `pulumi preview --diff` and returns its text as a terminal shows it. */
    async preview() {
      let text = "";
      const add = (more) => {
        text += more;
      };
      await told((signal) => stack.preview({ diff: true, color: "never", onOutput: add, onError: add, signal }));
      return text;
    },

    /** Runs `pulumi up`. Returns `{ pin, changes }`: the algorithm's outputs, and how many resources were `same`, `update` and so on. */
    async up(onStep = () => {}) {
      const result = await told((signal) => stack.up({ color: "never", onEvent: (event) => onStep(stepOf(event)), signal }));
      return { pin: result.outputs.algorithms.value[algorithm], changes: result.summary.resourceChanges ?? {} };
    },
  };
}

/** What a long step says about itself: a status message of the resource. */
function stepOf(event) {
  return event.diagnosticEvent?.ephemeral ? event.diagnosticEvent.message.trim() : undefined;
}

/**
 * Runs an operation of the engine, and ends it in good order when this process is interrupted.
 * The Automation API's error holds the engine's whole output in its text; its diagnostics are what a reader wants.
 */
async function told(operation) {
  const controller = new AbortController();
  const running = operation(controller.signal);
  const forget = onInterrupt(async () => {
    controller.abort();
    await Promise.race([running.catch(() => {}), after(interruptedSeconds * 1000)]);
  });
  try {
    return await running;
  } catch (error) {
    const text = error.commandResult?.stderr ?? error.message;
    const diagnostics = text.indexOf("Diagnostics:");
    throw new Fault(`Pulumi ended with an error.\n${(diagnostics < 0 ? text : text.slice(diagnostics)).trim()}`);
  } finally {
    forget();
  }
}
