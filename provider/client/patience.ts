/** How long a platform is waited for. What is left out is as a rollout needs it. */
export interface Patience {
  /** How often a request or a git command is sent that may be repeated. Default: 4. */
  tries?: number;
  /** Seconds for one request that says nothing else, for a pause that the platform asks for, and for a git transfer in which no byte moves. Default: 60. */
  timeoutSeconds?: number;
  /** Seconds for one git command that talks to the server, as long as bytes move. Default: 3600. */
  gitTimeoutSeconds?: number;
}

export const defaultTries = 4;
export const defaultTimeoutSeconds = 60;

/** For a look that nothing depends on. */
export const shortPatience: Patience = { tries: 2, timeoutSeconds: 15, gitTimeoutSeconds: 30 };
