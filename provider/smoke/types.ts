import type { CallAnswer, CallInput } from "../client";

export type { CallAnswer, CallInput } from "../client";

/** An input as a program or a pin file gives it: exactly one of the four. */
export interface GivenInput {
  /** Any JSON value, sent as JSON. */
  input?: unknown;
  /** Sent as text/plain. */
  inputText?: string;
  /** Bytes in base64, sent as application/octet-stream. */
  inputBase64?: string;
  /** Path of a file, relative to the program's folder; its bytes are sent as application/octet-stream. */
  inputFile?: string;
}

/** What an answer must be: at least one member, and all that are given must hold. An answer that is an error never does. */
export interface Expectation {
  /** The very answer. A binary answer is `{ base64: "…" }`. */
  equals?: unknown;
  /** The answer, with numbers within `tolerance` wherever they stand in it. */
  approximately?: unknown;
  /** Absolute; default 1e-6. Only with `approximately`. */
  tolerance?: number;
  /** A text in the answer's text, an element of its array, or a part of its object. */
  contains?: unknown;
  /** JSON Schema, draft-07 or 2020-12. */
  matches?: boolean | Record<string, unknown>;
  /** The call succeeds, whatever the answer. */
  noError?: true;
  /** Milliseconds that the platform says the call took, at most. */
  maxLatencyMs?: number;
}

/** One call that a build must pass before it is published. Names are unique. */
export interface SmokeTest extends GivenInput {
  name: string;
  expect: Expectation;
  /** How long this call may take; default: the rollout's `timeouts.smoke`. */
  timeoutSeconds?: number;
}

/** How the new build is compared with the version that serves. */
export interface Comparison {
  /** Each a bare JSON value, or an object with exactly one of `inputText`, `inputBase64`, `inputFile`. Not empty. */
  inputs: readonly unknown[];
  /** How far apart two numbers may be, absolutely; default 0. */
  tolerance?: number;
  /** Share of the inputs, 0 to 1, whose answers may differ; default 0. */
  maxDifferentShare?: number;
  /** What to do when the serving version itself gives no answer to compare with; default stop. */
  onInconclusive?: "stop" | "publish";
}

/** A build or version that can be called. */
export interface SmokeTarget {
  /** For people, e.g. `algo://acme/sentiment/41d07a55…`. */
  uri: string;
  call(input: CallInput, timeoutSeconds: number): Promise<CallAnswer>;
}

/** Hears how far it is. */
export interface SmokeReport {
  progress(text: string): void;
}

export interface SmokeOptions {
  /** How long a call may take for which nothing else is said; default 300. */
  timeoutSeconds?: number;
  /** What `inputFile` is relative to; default: the working directory, which is the program's folder in a Pulumi run. */
  folder?: string;
}
