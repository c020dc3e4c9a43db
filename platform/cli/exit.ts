/** Exit codes of the command line. */
export const exit = {
  /** Something failed; one line on stderr says what. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** No platform runs on the data folder. */
  notRunning: 3,
} as const;
