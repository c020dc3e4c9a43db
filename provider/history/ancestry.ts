import type { LoggedCommit, Repository } from "../client";

/** The commits of an algorithm's repository, read once and walked from any of them. */
export interface Ancestry {
  /** Reads a commit and all that it came from. */
  load(commit: string): Promise<void>;
  /** @returns undefined of a commit that is not in the repository any more. */
  find(commit: string): Promise<LoggedCommit | undefined>;
  /** The commit and all that it came from, nearest first. */
  walk(commit: string): AsyncGenerator<LoggedCommit>;
}

export function ancestryIn(repository: Repository): Ancestry {
  const known = new Map<string, LoggedCommit>();

  async function load(commit: string): Promise<void> {
    for (const logged of await repository.log(commit)) known.set(logged.commit, logged);
  }

  async function find(commit: string): Promise<LoggedCommit | undefined> {
    // A published commit need not be on the branch: it may have been pushed elsewhere.
    if (!known.has(commit)) await load(commit);
    return known.get(commit);
  }

  async function* walk(commit: string): AsyncGenerator<LoggedCommit> {
    const seen = new Set([commit]);
    const queue = [commit];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const logged = await find(next);
      if (!logged) continue;
      yield logged;
      for (const parent of logged.parents.filter((each) => !seen.has(each))) {
        seen.add(parent);
        queue.push(parent);
      }
    }
  }

  return { load, find, walk };
}
