import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type * as auto from "@pulumi/pulumi/automation";
import { lateLoading } from "../support/late-loading";
import type { RunningPlatform } from "../support/platform";
import { isEncrypted, openStack, resourcesIn, type StateResource } from "./open-stack";

/** A stack of the real engine: its own state folder, a program that is run anew by every operation. */
export interface TestStack {
  stack: auto.Stack;
  stateDir: string;
  /** The engine's own folder, shared by the stacks of a test file. */
  home: string;
  /** Stands in the environment of the engine and of all its children. */
  marker: string;
  up(): Promise<auto.UpResult & { events: auto.EngineEvent[] }>;
  preview(): Promise<{ events: auto.EngineEvent[]; text: string; changes: auto.OpMap }>;
  refresh(): Promise<auto.EngineEvent[]>;
  outputs(): Promise<Record<string, unknown>>;
  /** What is in the state; its secrets are encrypted. */
  resources(): StateResource[];
  /** The first resource of a type, its secrets in the clear. */
  resource(
    type?: string,
  ): Promise<Record<string, unknown> & { inputs: Record<string, unknown>; outputs: Record<string, unknown>; id: string }>;
  close(): Promise<void>;
}

const engine = process.env.PULUMI_ALGORITHMIA_ENGINE;
const root = resolve(__dirname, "../..");
const languageHost = join(root, "tests/support/language-host");
const home = mkdtempSync(join(tmpdir(), "pulumi-home-"));
process.once("exit", () => rmSync(home, { recursive: true, force: true }));
let counter = 0;

type InlineProgram = () => Promise<Record<string, unknown> | undefined> | Record<string, unknown> | undefined;

export interface StackOptions {
  platform: Pick<RunningPlatform, "url" | "apiKey">;
  /**
   * A function runs in the test's own process. A text is a CommonJS module that the language host runs in a process of its own, as it is
   * for users: needed where the engine is killed, for what its death does to the SDK in this process reaches into the next operation.
   */
  program: InlineProgram | string;
  /** Instead of the platform's own key; null for none. */
  apiKey?: string | null;
  environment?: Record<string, string>;
}

export async function createStack({ platform, program, apiKey = platform.apiKey, environment = {} }: StackOptions): Promise<TestStack> {
  if (engine) process.env.PATH = [dirname(engine), process.env.PATH].join(delimiter);
  const stateDir = mkdtempSync(join(tmpdir(), "pulumi-state-"));
  counter += 1;
  const marker = `${process.pid}-${counter}-${Date.now()}`;
  const isText = typeof program === "string";
  const workDir = isText ? projectOf(program) : mkdtempSync(join(tmpdir(), "pulumi-project-"));
  const stack = await openStack({
    stateDir,
    workDir,
    program: isText ? undefined : async () => program(),
    envVars: {
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_BACKEND_URL: `file://${stateDir}`,
      PULUMI_HOME: home,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NODE_OPTIONS: lateLoading,
      PULUMI_ALGORITHMIA_TEST: marker,
      ...(isText && { PATH: [languageHost, process.env.PATH].join(delimiter) }),
      ...environment,
    },
    config: {
      "algorithmia:apiAddress": { value: platform.url },
      ...(apiKey !== null && { "algorithmia:apiKey": { value: apiKey, secret: true } }),
    },
  });

  return {
    stack,
    stateDir,
    home,
    marker,
    async up() {
      const events: auto.EngineEvent[] = [];
      const result = await stack.up({ onEvent: (event) => events.push(event), color: "never" });
      return Object.assign(result, { events });
    },
    async preview() {
      const events: auto.EngineEvent[] = [];
      const result = await stack.preview({ onEvent: (event) => events.push(event), color: "never", diff: true });
      return { events, text: result.stdout, changes: result.changeSummary };
    },
    async refresh() {
      const events: auto.EngineEvent[] = [];
      await stack.refresh({ onEvent: (event) => events.push(event), color: "never" });
      return events;
    },
    async outputs() {
      return Object.fromEntries(Object.entries(await stack.outputs()).map(([key, { value }]) => [key, value as unknown]));
    },
    resources: () => resourcesIn(stateDir),
    async resource(type = "AlgorithmModelVersion") {
      const isSought = (resource: StateResource) => resource.type.endsWith(type);
      let found = resourcesIn(stateDir).find(isSought);
      if (isEncrypted(found)) found = ((await stack.exportStack()).deployment.resources as StateResource[]).find(isSought);
      if (!found) throw new Error(`no ${type} in the state`);
      return found as unknown as Awaited<ReturnType<TestStack["resource"]>>;
    },
    async close() {
      for (const folder of [stateDir, workDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns a folder that is a Pulumi project with this program, and finds the packages of this repository. */
function projectOf(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-project-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "p", main: "index.js" }));
  writeFileSync(join(folder, "index.js"), program);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The provider processes of one stack: those that run the shim and carry its marker. */
export function providerProcesses(marker: string): number[] {
  return processesOf(marker, (command) => command.startsWith("node") && command.includes("dynamic-provider"));
}

/** The engine of one stack while an operation runs. */
export function engineProcesses(marker: string): number[] {
  return processesOf(marker, (command) => /^[^\0]*pulumi\0/.test(command));
}

/** What the engine started for the program: the language host and the program itself. They outlive an engine that is killed. */
export function programProcesses(marker: string): number[] {
  return processesOf(marker, (command) => command.includes("language-host") || command.includes("@pulumi/pulumi/cmd/run"));
}

/** Processes that carry the marker and whose command line, arguments separated by NUL, is such a one. */
export function processesOf(marker: string, is: (command: string) => boolean): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      if (!is(readFileSync(`/proc/${entry}/cmdline`, "utf8"))) return [];
      return readFileSync(`/proc/${entry}/environ`, "utf8").includes(`PULUMI_ALGORITHMIA_TEST=${marker}`) ? [Number(entry)] : [];
    } catch {
      return []; // It ended while we looked.
    }
  });
}

/** The text that a failing operation shows its user. */
export async function failureOf(operation: Promise<unknown>): Promise<string> {
  const error = await operation.then(
    () => undefined,
    (caught: unknown) => caught as Error,
  );
  if (!error) throw new Error("the operation was expected to fail");
  return error.message;
}

/** What an event log says was done to our resources: `update`, `same`, … */
export function operationsOn(events: auto.EngineEvent[], type = "AlgorithmModelVersion"): string[] {
  return events.flatMap(({ resourcePreEvent }) => (resourcePreEvent?.metadata.type.endsWith(type) ? [resourcePreEvent.metadata.op] : []));
}
