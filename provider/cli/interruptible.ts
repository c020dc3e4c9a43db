/**
 * Runs work that ends cleanly at the first Ctrl-C; a second one ends the process as ever.
 * @example await interruptible((signal) => gc(options, terminal, signal));
 */
export async function interruptible<Result>(work: (interrupted: { readonly aborted: boolean }) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once("SIGINT", interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}
