import type { BuildFailureKind } from "./contract";

/** Ends a build for a reason that its owner can mend, or that they asked for. */
export class BuildFailure extends Error {
  constructor(
    readonly kind: BuildFailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** Throws when the build was cancelled. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new BuildFailure("cancelled", "The build was cancelled.");
}
