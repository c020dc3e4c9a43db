const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const cleanups = new Set();
let interrupted = false;

/**
 * Runs `cleanup` when this process is told to stop (Ctrl-C, SIGTERM, SIGHUP), newest first, then exits with the shell's code for it.
 * Returns a function that takes it off the list again.
 */
export function onInterrupt(cleanup) {
  if (cleanups.size === 0) for (const signal of Object.keys(exitCodes)) process.on(signal, stop);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0 && !interrupted) for (const signal of Object.keys(exitCodes)) process.off(signal, stop);
  };
}

/** Tells whether this process was told to stop: what fails from then on fails because of that. */
export function isInterrupted() {
  return interrupted;
}

async function stop(signal) {
  // A second Ctrl-C must not start the clean-up twice; a third thing to press is `kill -9`.
  if (interrupted) return;
  interrupted = true;
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
  process.exit(exitCodes[signal]);
}
