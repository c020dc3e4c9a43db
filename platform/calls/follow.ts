import type { Sessions } from "../api/sessions";
import type { CallFollower } from "../runner/contract";
import type { Calls, RunningCall } from "./index";

/** Follows one call through the runner: the key of the instance that runs it counts as the call's own for that time. */
export function followCall(call: RunningCall, { calls, sessions }: { calls: Calls; sessions: Sessions }): CallFollower {
  return {
    isChild: call.waitedForBy !== undefined,
    whenFull: () => calls.whenFull(call),
    onTurn: () => calls.onTurn(call),
    takeSeat: (seat) => sessions.occupy(seat, call),
  };
}
