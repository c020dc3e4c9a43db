/** How long a platform is waited for. What is left out is as a rollout needs it. */
export interface Patience {
  /** How often a request is sent that may be repeated. Default: 4. */
  tries?: number;
  /** Seconds for one request that says nothing else. Default: 60. */
  timeoutSeconds?: number;
  /** Seconds for one git command. Default: 120. */
  gitTimeoutSeconds?: number;
}

/** For a look that nothing depends on. */
export const shortPatience: Patience = { tries: 2, timeoutSeconds: 15, gitTimeoutSeconds: 30 };
