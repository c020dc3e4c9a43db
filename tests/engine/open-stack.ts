import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as auto from "@pulumi/pulumi/automation";

const projectName = "p";
const stackName = "dev";

export interface StackPlace {
  /** Where Pulumi keeps the state, as PULUMI_BACKEND_URL in `envVars` tells it; empty as yet. */
  stateDir: string;
  /** A project, or an empty folder where the program is a function. */
  workDir: string;
  envVars: Record<string, string>;
  program: auto.PulumiFn | undefined;
  config: auto.ConfigMap;
}

export type StateResource = Record<string, unknown> & { type: string };

/**
 * A new stack with this configuration. A Pulumi command takes a third of a second of a processor before it does anything, most of it for the
 * passphrase, and the Automation API runs five for a new stack and three more after each operation. So a stack is a copy of the first one
 * of its configuration, and what an operation has left is read from the state file. The operations themselves are Pulumi's own commands.
 */
export async function openStack(place: StackPlace): Promise<auto.Stack> {
  const { stateDir, workDir, envVars, program } = place;
  pulumi ??= auto.PulumiCommand.get();
  const workspace = await auto.LocalWorkspace.create({
    workDir,
    envVars,
    program,
    secretsProvider: "passphrase",
    pulumiCommand: await pulumi,
    ...(program && { projectSettings: { name: projectName, runtime: "nodejs", main: process.cwd() } }),
  });
  const ask = workspace.stackOutputs.bind(workspace);
  workspace.stackOutputs = async (name) => {
    const root = resourcesIn(stateDir).find(({ type }) => type === "pulumi:pulumi:Stack");
    return isEncrypted(root) ? ask(name) : inTheClear(root?.outputs ?? {});
  };
  const init = workspace.createStack.bind(workspace);
  workspace.createStack = (name) =>
    createLikeTheFirst(place, async () => {
      await init(name);
      await workspace.setAllConfig(name, place.config);
    });
  const stack = await auto.Stack.create(stackName, workspace);
  stack.info = async () => undefined; // The summary of an operation, which no test reads.
  return stack;
}

/** @returns the resources of a stack as they stand in its state: secrets are encrypted */
export function resourcesIn(stateDir: string): StateResource[] {
  const text = readFileSync(join(stateDir, ".pulumi", "stacks", projectName, `${stackName}.json`), "utf8");
  const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: StateResource[] } } };
  return checkpoint.latest?.resources ?? [];
}

/** Whether something of it is a secret: that takes Pulumi and the passphrase to read. */
export function isEncrypted(value: unknown): boolean {
  return (JSON.stringify(value) ?? "").includes('"ciphertext"');
}

function inTheClear(outputs: object): auto.OutputMap {
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value: value as unknown, secret: false }]));
}

/** Pulumi is asked for its version once. */
let pulumi: Promise<auto.PulumiCommand> | undefined;

/** Folders with the state and the settings of stacks without resources, by their configuration. All have the passphrase "": one salt serves them. */
const blanks = new Map<string, Promise<string>>();

async function createLikeTheFirst(place: StackPlace, create: () => Promise<void>): Promise<void> {
  const key = JSON.stringify(place.config);
  const known = blanks.get(key);
  if (known) return copyStack(await known, place);
  const blank = create().then(() => {
    const folder = mkdtempSync(join(tmpdir(), "blank-stack-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    cpSync(place.stateDir, join(folder, "state"), { recursive: true });
    cpSync(join(place.workDir, settingsFile), join(folder, settingsFile));
    return folder;
  });
  blanks.set(key, blank);
  await blank;
}

const settingsFile = `Pulumi.${stackName}.yaml`;

function copyStack(blank: string, { stateDir, workDir }: StackPlace): void {
  cpSync(join(blank, "state"), stateDir, { recursive: true });
  cpSync(join(blank, settingsFile), join(workDir, settingsFile));
}
