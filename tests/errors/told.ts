import type { EngineEvent, UpOptions } from "@pulumi/pulumi/automation";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { AlgorithmiaError } from "../../provider/errors";
import { createStack, failureOf, type StackOptions, type TestStack } from "../engine/stack";
import { commandLine } from "../support/command-line";
import type { RunningPlatform } from "../support/platform";
import { once, type Scenario, type Scene } from "./scene";

/** What `pulumi-algorithmia` prints as it fails. */
export async function toldByCommand(target: Pick<RunningPlatform, "url" | "apiKey">, ...args: string[]): Promise<string> {
  const { code, out, err } = await commandLine(target, ...args);
  expect({ args, code, out }).toEqual({ args, code: 1, out: "" });
  expect(err).toMatch(/^error: /);
  return err;
}

/** The same with other environment variables. */
export async function withEnvironment<Result>(variables: Record<string, string>, run: () => Promise<Result>): Promise<Result> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** What a failing rollout, or another use of the client, hands on to whoever shows it. */
export async function toldByClient(work: Promise<unknown>): Promise<string> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(AlgorithmiaError);
  return (fault as AlgorithmiaError).message;
}

type EngineOptions = Pick<UpOptions, "onOutput" | "continueOnError">;

/** The errors that the engine shows while an operation fails, one text each. */
export async function toldByEngine({ stack }: TestStack, operation: "preview" | "up", options: EngineOptions = {}): Promise<string[]> {
  const events: EngineEvent[] = [];
  await failureOf(stack[operation]({ onEvent: (event) => events.push(event), color: "never", ...options }));
  const told = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : []));
  return told.map((text) => text.replace(/^1 error occurred:\n\t\* /, "")); // The engine's own heading of a failure on the way.
}

/** Of several errors the one that is looked for, or all where it is not among them. */
export function among(told: readonly string[], code: string): string {
  return told.find((text) => text.endsWith(`[${code}]`)) ?? told.join("\n");
}

/** A stack of one model version. */
export function stackOf(scene: Scene, argsOf: () => AlgorithmModelVersionArgs, options: Partial<StackOptions> = {}): Promise<TestStack> {
  return createStack({
    platform: { url: scene.tap.url, apiKey: scene.platform.apiKey },
    program: () => ({ version: new AlgorithmModelVersion("model", argsOf()).version }),
    ...options,
  });
}

/**
 * Errors that one preview of one resource shows side by side; nothing is asked of the platform for them.
 * @returns the scenario of one of its codes
 */
export function inOnePreview(argsOf: (scene: Scene) => AlgorithmModelVersionArgs): (code: string) => Scenario {
  const told = once(async (scene) => {
    const args = argsOf(scene);
    const stack = await stackOf(scene, () => args);
    try {
      return await toldByEngine(stack, "preview");
    } finally {
      await stack.close();
      expect(scene.tap.seen).toEqual([]);
    }
  });
  return (code) => async (scene) => among(await told(scene), code);
}
