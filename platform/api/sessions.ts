import type { RunningCall } from "../calls";
import type { Seat } from "../runner/contract";
import type { Algorithm } from "../store/algorithms";
import { hashOf, newKeyText } from "../store/keys";

/** What an instance does at the moment. Without a call it loads its algorithm, or is idle. */
export interface Running {
  algorithm: Algorithm;
  call?: RunningCall;
  /** The call that the instance was started for, until its algorithm is loaded. */
  loadingFor?: RunningCall;
}

/**
 * Keys of instances, one each, that die with them. Clients read a key once, when the algorithm is loaded, and an instance serves one call
 * after the other: so a key tells the instance, and the platform knows which call that is serving when a request comes.
 */
export interface Sessions {
  /** Gives a new instance of an algorithm its key, in the environment that it starts with; `loadingFor` is the call that it is started for, if one is. */
  open(algorithm: Algorithm, loadingFor?: RunningCall): Seat;
  /** From now on the instance serves the call, until what is returned is called. */
  occupy(seat: Seat, call: RunningCall): () => void;
  /** What the instance that holds a key does; undefined for other keys. */
  running(key: string): Running | undefined;
  /** Ends the keys of an algorithm that is gone. */
  end(algorithmId: string): void;
}

/** Keeps the keys in memory only. */
export function createSessions(): Sessions {
  const byHash = new Map<string, Running>();
  const bySeat = new WeakMap<Seat, Running>();
  return {
    open(algorithm, loadingFor) {
      const key = newKeyText();
      const running: Running = { algorithm, loadingFor };
      byHash.set(hashOf(key), running);
      const seat: Seat = { environment: { ALGORITHMIA_API_KEY: key }, close: () => void byHash.delete(hashOf(key)) };
      bySeat.set(seat, running);
      return seat;
    },
    occupy(seat, call) {
      const running = bySeat.get(seat);
      if (running) Object.assign(running, { call, loadingFor: undefined });
      return () => {
        if (running?.call === call) running.call = undefined;
      };
    },
    running: (key) => byHash.get(hashOf(key)),
    end(algorithmId) {
      for (const [hash, { algorithm }] of byHash) if (algorithm.id === algorithmId) byHash.delete(hash);
    },
  };
}
