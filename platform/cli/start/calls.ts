import type { PlatformOptions } from "../../index";

/** Settings of `start` that concern calls, and data that comes and goes with them; what is not said has the platform's default. */
export interface CallSettings {
  /** Calls of one account that may be under way at once. */
  accountCalls?: number;
  /** Calls that algorithms may have under way at once for one call from outside. */
  childCalls?: number;
  callDepth?: number;
  /** Instances beyond all limits, so that algorithms never wait for each other for ever. */
  extraInstances?: number;
  callWithoutKey?: 200 | 401;
  /** Lifetime of files in `data://.algo/…/temp`. */
  temporaryDataSeconds?: number;
}

/** As the platform takes them. */
export function callOptions(settings: CallSettings): Pick<PlatformOptions, "calls" | "callWithoutKey" | "temporaryDataSeconds"> {
  const { accountCalls: callsOfAccount, childCalls, callDepth: depth, extraInstances, callWithoutKey, temporaryDataSeconds } = settings;
  const said = Object.entries({ callsOfAccount, childCalls, depth, extraInstances }).filter(([, limit]) => limit !== undefined);
  return { calls: Object.fromEntries(said), callWithoutKey, temporaryDataSeconds };
}
