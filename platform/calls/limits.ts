/** How many calls there may be at once. */
export interface CallLimits {
  /** Calls of one account from outside that may be under way at once; default 80, as on Algorithmia. */
  callsOfAccount: number;
  /** Calls that the algorithms of one session may have under way at once; default 24, as on Algorithmia. */
  childCalls: number;
  /** How deep algorithms may call each other, the call from outside being the first; default 10. */
  depth: number;
  /** Instances beyond the limit of their version that may run, so that algorithms do not wait for each other for ever; default 32. */
  extraInstances: number;
}

/** The limits that count where none are given. */
export const defaultLimits: CallLimits = { callsOfAccount: 80, childCalls: 24, depth: 10, extraInstances: 32 };
