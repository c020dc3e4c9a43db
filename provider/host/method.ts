import { plain } from "./wire";

/** The remote side has changed but is not finished: recorded in the state, so that the next `up` goes on from there. */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly properties: Record<string, unknown>,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Wraps a provider method for the dynamic-provider wire: results without `undefined`, errors without stack, `code` or `id`
 * (a foreign `.id` would be taken for a partial failure, a string thrown hangs the engine: reference §5, §6).
 *
 * @param providerOf Finds the `__provider` text among the arguments; a partial failure has to carry it.
 */
export function method<Args extends unknown[], Result>(
  run: (...args: Args) => Result | Promise<Result>,
  providerOf: (...args: Args) => unknown = () => undefined,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return plain(await run(...args)) as Result;
    } catch (error) {
      const clean = new Error((error instanceof Error ? error.message : String(error)) || "unknown error");
      clean.stack = "";
      if (error instanceof PartialFailure) {
        const properties = plain({ ...error.properties, __provider: providerOf(...args) });
        Object.assign(clean, { id: error.id, properties, reasons: [error.message] });
      }
      throw clean;
    }
  };
}
