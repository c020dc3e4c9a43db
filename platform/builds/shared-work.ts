import { BuildFailure, throwIfCancelled } from "./failure";

/** How one of those who ask follows the work. */
export interface Follower {
  log(text: string): void;
  signal: AbortSignal;
}

interface Job<T> {
  result: Promise<T>;
  transcript: string[];
  followers: Set<Follower>;
  abort: AbortController;
}

/**
 * Lets several builds ask for the same thing and does it once. Everyone reads its log from the beginning;
 * it is cancelled when the last who waits for it gives up.
 */
export function shareWork<T>() {
  const jobs = new Map<string, Job<T>>();

  const begin = (key: string, work: (follower: Follower) => Promise<T>): Job<T> => {
    const abort = new AbortController();
    const followers = new Set<Follower>();
    const transcript: string[] = [];
    const log = (text: string) => {
      transcript.push(text);
      for (const follower of followers) follower.log(text);
    };
    const result = work({ log, signal: abort.signal }).finally(() => {
      if (jobs.get(key) === job) jobs.delete(key);
    });
    const job: Job<T> = { result, transcript, followers, abort };
    jobs.set(key, job);
    return job;
  };

  return async (key: string, follower: Follower, work: (follower: Follower) => Promise<T>): Promise<T> => {
    throwIfCancelled(follower.signal);
    const job = jobs.get(key) ?? begin(key, work);
    for (const text of job.transcript) follower.log(text);
    job.followers.add(follower);
    let giveUp = () => {};
    const cancelled = new Promise<never>((_, reject) => {
      giveUp = () => reject(new BuildFailure("cancelled", "The build was cancelled."));
      follower.signal.addEventListener("abort", giveUp, { once: true });
    });
    try {
      return await Promise.race([job.result, cancelled]);
    } finally {
      follower.signal.removeEventListener("abort", giveUp);
      job.followers.delete(follower);
      if (job.followers.size === 0) {
        // Cancelled work is not handed to who asks next; the last to leave waits until it has cleaned up.
        if (jobs.get(key) === job) jobs.delete(key);
        job.abort.abort();
        await job.result.catch(() => {});
      }
    }
  };
}
