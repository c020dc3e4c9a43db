import type { CallError, CallFollower } from "./contract";
import { QueueFull } from "./queue-full";

/** The places that calls of one version take: as many as may run at once. */
export interface Places {
  /**
   * Takes a place, waiting for it in order of arrival. Answers with an error where the call may not wait, or need not any more.
   *
   * @throws QueueFull at once, when as many wait as may
   */
  take(follow?: CallFollower, signal?: AbortSignal): Promise<CallError | undefined>;
  /** Takes a place if one is free. */
  takeFree(): boolean;
  /** Gives a place back. It is passed on directly: a call that comes now may not overtake those that wait. */
  give(): void;
  /** How many wait. */
  waiting(): number;
}

/** The answer to a call whose caller has gone. */
export const abandoned: CallError = {
  message: "Nobody waits for the answer any more: the algorithm that called has ended, or given up.",
  error_type: "AlgorithmError",
};

/** Makes the places of one version; at most `queueLimit` calls wait for one. */
export function createPlaces(limit: number, queueLimit: number): Places {
  // Below zero while calls run beyond the limit.
  let free = limit;
  const turns: { go: () => void; isChild: boolean }[] = [];
  const takeFree = () => {
    if (free <= 0) return false;
    free -= 1;
    return true;
  };
  return {
    takeFree,
    waiting: () => turns.length,
    take(follow, signal) {
      if (takeFree()) return Promise.resolve(undefined);
      const verdict = follow?.whenFull() ?? "wait";
      if (verdict === "start another") {
        free -= 1;
        return Promise.resolve(undefined);
      }
      if (verdict !== "wait") return Promise.resolve(verdict);
      if (turns.length >= queueLimit) throw new QueueFull(queueLimit);
      return new Promise((resolve) => {
        const turn = { go, isChild: follow?.isChild ?? false };
        function go() {
          signal?.removeEventListener("abort", leave);
          follow?.onTurn();
          resolve(undefined);
        }
        function leave() {
          turns.splice(turns.indexOf(turn), 1);
          resolve(abandoned);
        }
        signal?.addEventListener("abort", leave, { once: true });
        turns.push(turn);
      });
    },
    give() {
      // A place beyond the limit goes on to a call that another one waits for, or that one might wait for ever; else it is one less.
      const index = free < 0 ? turns.findIndex(({ isChild }) => isChild) : 0;
      const [next] = index < 0 ? [] : turns.splice(index, 1);
      if (next) next.go();
      else free += 1;
    },
  };
}
