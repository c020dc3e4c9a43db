import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { startTap, type Tap } from "../support/tap";
import { createStack, type StackOptions, type TestStack } from "./stack";

/** What the tests of one file share: a platform behind a tap, and a folder for models. Each is there once a test runs. */
export interface Scene {
  readonly platform: RunningPlatform;
  readonly tap: Tap;
  readonly folder: string;
  /** A stack that goes through the tap unless told otherwise. One that a test makes is closed after it, one of `beforeAll` after all tests. */
  createStack(options: Omit<StackOptions, "platform"> & Partial<Pick<StackOptions, "platform">>): Promise<TestStack>;
}

/**
 * Sets the scene before all tests of the file that calls this, and clears it away after them.
 * @param environment of the platform, more than this process's own
 */
export function setScene(environment: NodeJS.ProcessEnv = {}): Scene {
  let platform: RunningPlatform | undefined;
  let tap: Tap | undefined;
  let folder: string | undefined;
  const ofFile: TestStack[] = [];
  const ofTest: TestStack[] = [];
  let stacks = ofFile;

  beforeAll(async () => {
    platform = await startPlatformProcess([], { environment });
    tap = await startTap(platform.url);
    folder = mkdtempSync(join(tmpdir(), "models-"));
  });
  beforeEach(() => {
    stacks = ofTest;
  });
  afterEach(async () => {
    if (tap) Object.assign(tap, { onAnswered: undefined, onRequest: undefined });
    for (const stack of ofTest.splice(0)) await stack.close();
  });
  afterAll(async () => {
    for (const stack of ofFile) await stack.close();
    await tap?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  return {
    get platform() {
      return platform!;
    },
    get tap() {
      return tap!;
    },
    get folder() {
      return folder!;
    },
    async createStack(options) {
      const stack = await createStack({ platform: { url: tap!.url, apiKey: platform!.apiKey }, ...options });
      stacks.push(stack);
      return stack;
    },
  };
}
