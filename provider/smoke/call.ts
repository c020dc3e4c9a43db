import type { AlgorithmsClient } from "../client";
import { AlgorithmiaError } from "../errors";
import type { CallAnswer, CallInput, SmokeTarget } from "./types";

/**
 * A version or a built commit of an algorithm, to be called with what it prints asked for.
 * @param algorithm `owner/name` @param version Semantic version, or the 40 hex digits of a built commit.
 * @example const candidate = smokeTarget(platform.algorithms, "acme/sentiment", commit);
 */
export function smokeTarget(algorithms: Pick<AlgorithmsClient, "call">, algorithm: string, version: string): SmokeTarget {
  return {
    uri: `algo://${algorithm}/${version}`,
    call: (input, timeoutSeconds) => algorithms.call(algorithm, version, input, timeoutSeconds, { stdout: true }),
  };
}

/** Calls once. No answer in time is an answer too: the algorithm failed, not the run. Every other fault of the platform is thrown. */
export async function callOnce(target: SmokeTarget, input: CallInput, timeoutSeconds: number): Promise<CallAnswer> {
  try {
    return await target.call(input, timeoutSeconds);
  } catch (error) {
    if (!(error instanceof AlgorithmiaError) || error.code !== "PLATFORM_TIMEOUT") throw error;
    return { error: { message: `no answer within ${timeoutSeconds} s`, error_type: "TimeoutError" } };
  }
}
