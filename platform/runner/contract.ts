/** A version as a build left it. */
export interface BuiltVersion {
  /** Unique per build, for example its id: instances are kept by it. */
  key: string;
  owner: string;
  name: string;
  versionDir: string;
}

/** What a caller sends. */
export type Input =
  | { contentType: "text"; data: string }
  /** `json` is the text that came. It is what the algorithm gets: JavaScript would make 1.0 of it an integer and round large ones. */
  | { contentType: "json"; data: unknown; json?: string }
  | { contentType: "binary"; data: Buffer };

/** Why a call gave no result, in the words that callers get. */
export interface CallError {
  message: string;
  /** Of the algorithm's own code. */
  stacktrace?: string;
  /** One of the platform's error types (reference/algorithmia-api.md §3.5). */
  error_type: string;
}

/**
 * What a caller gets; `result` of a binary answer is a base64 string, `stdout` is what the call printed on stdout and stderr.
 * `json` is the text of a JSON result as the algorithm's language wrote it: callers get that, with 1.0 and large integers as they are.
 */
export type Answer =
  | { ok: true; contentType: "text" | "json" | "binary" | "void"; result: unknown; json?: string; durationSeconds: number; stdout: string }
  | { ok: false; error: CallError; durationSeconds: number; stdout: string };

/** How to make one call. */
export interface CallOptions {
  /** An answer that takes longer ends the instance. Counted from when an instance takes the call. */
  timeoutSeconds: number;
  /** Added to the instance's environment when it starts. An instance with another one is not reused. */
  environment: Record<string, string>;
  /** Makes an instance known that is started for the call. */
  openSeat?: () => Seat;
  /** Is told what becomes of the call, and decides when no instance is free; without it the call waits. */
  follow?: CallFollower;
  /** Nobody waits for the answer any more: a call in line leaves it, a running one is ended with its instance. */
  signal?: AbortSignal;
}

/** What makes one instance known: made before it starts, it stays with it over all of its calls. */
export interface Seat {
  /** The instance's own part of its environment. */
  environment: Record<string, string>;
  /** The instance has ended. */
  close(): void;
}

/** Follows one call. */
export interface CallFollower {
  /** A running call waits for this one. */
  isChild: boolean;
  /** As many instances as may be are taken: wait for one of them, start another beyond the limit, or give the caller an error. */
  whenFull(): "wait" | "start another" | CallError;
  /** An instance may be had now, after waiting. */
  onTurn(): void;
  /** The call begins on the instance with that seat; what is returned is called when it has ended there. */
  takeSeat(seat: Seat): () => void;
}

/** Runs built versions on warm instances. */
export interface Runner {
  /**
   * Runs one call on a warm instance of that version, starting one if none is free; at the limit the call waits its turn.
   *
   * @throws QueueFull when too many wait already: at once, not by the promise, so that those who do not await the answer learn it too
   */
  call(version: BuiltVersion, input: Input, options: CallOptions): Promise<Answer>;
  /**
   * From now on keeps so many instances of a version, started so, however long they are idle; 0 takes it back. Starts the
   * missing ones and waits for them; to be asked again for those that die. Rejects when one cannot be loaded.
   */
  reserve(version: BuiltVersion, slots: number, start: Pick<CallOptions, "environment" | "openSeat">): Promise<void>;
  /** As many instances of one version as there may be, and so be reserved. */
  instancesPerVersion: number;
  /** How many instances there are, idle ones too. */
  instances(): number;
  /** How many calls wait for an instance. */
  waiting(): number;
  /** Ends a version's instances; calls that they are running get an error. */
  stop(key: string): Promise<void>;
  /** Ends every instance with all the processes it started, and waits for their exit. */
  close(): Promise<void>;
}

/** Limits of a runner. */
export interface RunnerOptions {
  /** Calls of one version that run at once; default: the number of processors. */
  instancesPerVersion?: number;
  /** Calls of one version that may wait for an instance, each with its input in memory; a further one is refused. Default 500. */
  queueLimit?: number;
  /** An instance that is not called for so long ends; default 600. */
  idleSeconds?: number;
  /** An algorithm that takes longer to load is ended; default 300. */
  startTimeoutSeconds?: number;
}
