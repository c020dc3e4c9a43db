import type { Logger } from "pino";
import type { Session } from "../calls";
import type { Store } from "../store";
import type { Blobs } from "./blobs";

/** Ends data whose time is over: that of sessions at once, that of `data://.algo/…/temp` when it is about a day old. */
export interface Lifetimes {
  /** Forgets what an earlier process left, and looks for old files now and then. */
  start(): void;
  /** Removes a session's data. It cannot be reached any more when this returns. */
  endSession(session: Session): void;
  /** Removes files of `temp` that were written before a moment. */
  sweep(before: Date): Promise<void>;
  /** Looks no more, and waits for removals that have begun. */
  stop(): Promise<void>;
}

interface Needs {
  store: Store;
  blobs: Blobs;
  log: Logger;
  /** How long files of `temp` are kept. */
  temporarySeconds: number;
}

const filesAtOnce = 500;
const longestPauseSeconds = 3600;

/** Keeps the lifetimes of one platform. */
export function createLifetimes({ store, blobs, log, temporarySeconds }: Needs): Lifetimes {
  const removals = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const inBackground = (removal: Promise<void>) => {
    const done = removal
      .catch((error: unknown) => log.error({ err: error }, "data whose time is over could not be removed; the next start removes it"))
      .finally(() => removals.delete(done));
    removals.add(done);
  };

  const sweep = async (before: Date) => {
    for (;;) {
      const expired = stopped ? [] : store.specialCollections.expired(before, filesAtOnce);
      for (const file of expired) {
        // The record goes first: bytes that nothing names are swept at the next start.
        if (store.specialCollections.removeExpired(file)) await blobs.remove(file.collectionId, file.blob);
        if (stopped) return;
      }
      if (expired.length < filesAtOnce) return;
    }
  };

  return {
    start() {
      store.specialCollections.removeSessions();
      const look = () => inBackground(sweep(new Date(Date.now() - temporarySeconds * 1000)));
      look();
      timer = setInterval(look, Math.min(temporarySeconds / 24, longestPauseSeconds) * 1000).unref();
    },
    endSession({ collectionId }) {
      if (collectionId === undefined) return;
      store.collections.removeById(collectionId);
      inBackground(blobs.removeCollection(collectionId));
    },
    sweep,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all(removals);
    },
  };
}
