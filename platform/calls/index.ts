import { randomUUID } from "node:crypto";
import type { Caller } from "../api/auth";
import { ApiError, type ErrorName } from "../api/errors";
import type { CallError } from "../runner/contract";
import type { Algorithm } from "../store/algorithms";
import type { CallLimits } from "./limits";
import { isLocked, type Waiting } from "./locked";

/** A call from outside with all that its algorithms call (reference/algorithmia-api.md §2.2: one call tree). */
export interface Session {
  id: string;
  /** The account whose call it is. */
  accountId: string | undefined;
  /** The call from outside has ended, and what belonged to the session is gone. */
  ended: boolean;
  childCalls: number;
  /** Of its data in `data://.session`, once there is some. */
  collectionId?: string;
}

/** A call that waits or runs. */
export interface RunningCall extends Waiting {
  session: Session;
  caller: Pick<Caller, "user" | "permissions">;
  algorithm: Algorithm;
  /** 1 for a call from outside. */
  depth: number;
  /** Runs on an instance beyond the limit. */
  extra: boolean;
}

/** A call to be begun. */
export interface NewCall {
  caller: Caller;
  algorithm: Algorithm;
  buildId: string;
  /** Its caller does not wait for the answer. */
  detached: boolean;
}

/** The calls of one platform, and which call called which. */
export interface Calls {
  /**
   * Begins a call, or tells why algorithms may not call each other any further.
   *
   * @throws ApiError TOO_MANY_CALLS_OF_ACCOUNT for a call from outside
   */
  begin(call: NewCall): RunningCall | CallError;
  /** Decides about a call that finds no instance free. It waits, unless calls would then wait for each other for ever. */
  whenFull(call: RunningCall): "wait" | "start another" | CallError;
  /** A call that waited has got an instance. */
  onTurn(call: RunningCall): void;
  end(call: RunningCall): void;
}

/** Keeps track of calls in memory. `onSessionEnd` is told of each session whose call from outside has ended. */
export function createCalls(limits: CallLimits, onSessionEnd: (session: Session) => void): Calls {
  const calls = new Set<RunningCall>();
  let extraInstances = 0;

  const open = (caller: Caller): Session => {
    const accountId = caller.user?.id;
    const ofAccount = [...calls].filter(({ depth, session }) => depth === 1 && session.accountId === accountId).length;
    if (ofAccount >= limits.callsOfAccount) throw new ApiError("TOO_MANY_CALLS_OF_ACCOUNT", `${limits.callsOfAccount}`);
    return { id: randomUUID(), accountId, ended: false, childCalls: 0 };
  };

  return {
    begin({ caller, algorithm, buildId, detached }) {
      const { user, permissions, running } = caller;
      const parent = running?.call ?? running?.loadingFor;
      const depth = (parent?.depth ?? 0) + 1;
      if (depth > limits.depth) return callError("CALLS_TOO_DEEP", `${limits.depth}`);
      if (parent && parent.session.childCalls >= limits.childCalls) return callError("TOO_MANY_CHILD_CALLS", `${limits.childCalls}`);
      const call: RunningCall = {
        session: parent?.session ?? open(caller),
        caller: { user, permissions },
        algorithm,
        version: buildId,
        depth,
        waiting: false,
        extra: false,
        ...(parent && !detached && { waitedForBy: parent }),
      };
      if (parent) parent.session.childCalls += 1;
      calls.add(call);
      return call;
    },
    whenFull(call) {
      call.waiting = true;
      // Nobody among the running ones waits for a call from outside.
      if (call.waitedForBy === undefined || !isLocked(calls)) return "wait";
      call.waiting = false;
      if (extraInstances >= limits.extraInstances) return callError("NO_INSTANCE_LEFT", `${limits.extraInstances}`);
      call.extra = true;
      extraInstances += 1;
      return "start another";
    },
    onTurn(call) {
      call.waiting = false;
    },
    end(call) {
      if (!calls.delete(call)) return;
      if (call.extra) extraInstances -= 1;
      if (call.depth > 1) call.session.childCalls -= 1;
      else {
        call.session.ended = true;
        onSessionEnd(call.session);
      }
    },
  };
}

function callError(reason: ErrorName, detail: string): CallError {
  return { message: new ApiError(reason, detail).message, error_type: "AlgorithmError" };
}
