import type { BuiltFiles } from "./built-version";
import type { Confinement } from "./confinement";
import type { Answer, CallError, Input } from "./contract";
import { type InstanceProcess, spawnInstance } from "./instance-process";
import { publicError, requestLine } from "./protocol";
import { within } from "./within";

/** A process that has loaded a version and answers its calls, one at a time. */
export interface Instance {
  /** `begun` is false when the process had ended before it took the call: another one may be given it. */
  call(input: Input, timeoutSeconds: number): Promise<{ answer: Answer; begun: boolean }>;
  /** Can take another call. */
  isUsable(): boolean;
  end(): Promise<void>;
  ended: Promise<unknown>;
}

/** The algorithm could not be loaded; nothing of the instance is left. */
export class StartFailure extends Error {
  constructor(
    readonly error: CallError,
    readonly stdout: string,
  ) {
    super(error.message);
  }
}

const failed = "Failed to run algorithm - may have timed-out or hit out-of-memory error";

/**
 * Starts an instance and waits until its algorithm is loaded.
 *
 * @param onSpawn gets the means to end the process while it is still loading
 * @throws StartFailure when it cannot be loaded, within `startTimeoutSeconds`
 */
export async function startInstance(
  files: BuiltFiles,
  environment: Record<string, string>,
  { confinement, startTimeoutSeconds }: { confinement: Confinement; startTimeoutSeconds: number },
  onSpawn: (end: () => Promise<void>) => void,
): Promise<Instance> {
  const process = await spawnInstance(files, environment, confinement);
  const first = process.next();
  onSpawn(process.end);
  const said = await within(startTimeoutSeconds, first);
  if (said === "timed out") {
    await process.end();
    const message = `${failed}: it was not loaded after ${startTimeoutSeconds} seconds`;
    throw new StartFailure({ message, error_type: "TimeoutError" }, process.output.rest());
  }
  if (said && "endOfOutput" in said) {
    process.output.setMark(said.endOfOutput);
    const printed = await process.output.section();
    if ("ready" in said) return ready(process, confinement.limiter.memoryMebibytes);
    await process.end();
    throw new StartFailure(publicError(said.failed), printed);
  }
  await process.end();
  const message = `${failed}: while it was loading, its process ${await process.ended}`;
  throw new StartFailure({ message, error_type: "InitializationError" }, process.output.rest());
}

function ready(process: InstanceProcess, memoryMebibytes: number | undefined): Instance {
  let usable = true;
  return {
    isUsable: () => usable && process.healthy(),
    end: process.end,
    ended: process.ended,
    async call(input, timeoutSeconds) {
      const began = performance.now();
      const duration = () => (performance.now() - began) / 1000;
      const giveUp = async (error_type: string, why: () => Promise<string>, begun = true) => {
        const durationSeconds = duration();
        usable = false;
        await process.end();
        const error = { message: `${failed}: ${await why()}`, error_type };
        return { answer: { ok: false as const, error, durationSeconds, stdout: process.output.rest() }, begun };
      };
      // Both are waited for from the start: they may come in one piece.
      const taken = process.next();
      const next = process.next();
      process.send(requestLine(input));
      const said = await within(timeoutSeconds, next);
      const durationSeconds = duration();
      if (said === "timed out") return giveUp("TimeoutError", async () => `no answer after ${timeoutSeconds} seconds`);
      if (said === undefined || "endOfOutput" in said || "taken" in said) {
        const begun = (await taken) !== undefined;
        return giveUp("AlgorithmError", async () => `its process ${await process.ended}`, begun);
      }
      const stdout = await process.output.section();
      if ("error" in said) {
        // The ADK keeps a failed load for ever; the next call shall try it anew.
        if (said.error.error_type === "LoadingError") usable = false;
        const error = publicError(said.error);
        if (error.error_type === "OutOfMemoryError") {
          // What it holds on to is not known.
          usable = false;
          error.message += limitOf(memoryMebibytes);
        }
        return { answer: { ok: false, error, durationSeconds, stdout }, begun: true };
      }
      const { result, json, metadata } = said;
      return { answer: { ok: true, contentType: metadata.content_type, result, json, durationSeconds, stdout }, begun: true };
    },
  };
}

function limitOf(memoryMebibytes: number | undefined): string {
  return memoryMebibytes === undefined ? "" : ` (a process of an algorithm may use ${memoryMebibytes} MiB of memory)`;
}
