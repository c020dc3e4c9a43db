import { basename, dirname } from "node:path";
import { parsePins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import { askGit, readCheckout } from "../rollout/origin/checkout";
import { pullRequestIn } from "../rollout/origin/pull-request";
import type { PinnedName } from "./choose-version";

/** What a pin file said of an algorithm at some time, and the commit that made it say so. */
export interface PinnedThen {
  files: PinnedName[];
  /** Git commit of the repository that the pin file lies in. */
  commit: string;
  /** When it came to the branch that is checked out (ISO 8601): a rollout followed. */
  since: string;
  pullRequest?: string;
}

/** A commit that changed the pin file, as it came to the branch. */
interface PinCommit {
  commit: string;
  at: string;
  message: string;
}

/**
 * Tells what a pin file said of each algorithm at a time, by the git history of the branch that is checked out: also a roll-back
 * stands there, which publishes nothing. A merge counts from when it was merged.
 *
 * @param file Path of the pin file.
 * @returns undefined outside of a repository, and where the file was not there yet
 * @example const pinned = await pinsThen("models.yaml", new Date("2026-05-01")); await pinned?.("acme/sentiment")
 */
export async function pinsThen(file: string, at: Date): Promise<((algorithm: string) => Promise<PinnedThen | undefined>) | undefined> {
  const [folder, name] = [dirname(file), `./${basename(file)}`];
  const commits = await commitsOf(folder, name);
  const then = commits.findIndex((commit) => new Date(commit.at) <= at);
  if (then === -1) return undefined;
  const { repository } = (await readCheckout(folder, process.env)) ?? {};
  const read = async ({ commit }: PinCommit, algorithm: string) => filesIn(await textAt(folder, commit, name), algorithm);

  return async (algorithm) => {
    const files = await read(commits[then]!, algorithm);
    if (files.length === 0) return undefined;
    let since = commits[then]!;
    // The file pins other algorithms too: the commit counts that made it say this.
    for (const earlier of commits.slice(then + 1)) {
      if (!isSame(await read(earlier, algorithm), files)) break;
      since = earlier;
    }
    const pullRequest = pullRequestIn(since.message, repository);
    return { files, commit: since.commit, since: new Date(since.at).toISOString(), ...(pullRequest && { pullRequest }) };
  };
}

/** Newest first, along the branch itself. */
async function commitsOf(folder: string, name: string): Promise<PinCommit[]> {
  const format = "--format=%H%x00%cI%x00%B%x01";
  const log = await askGit(folder, ["log", "--first-parent", "--no-show-signature", format, "--", name], process.env);
  return (log ?? "").split("\u0001").flatMap((entry) => {
    const [commit = "", at = "", message = ""] = entry.trim().split("\0");
    return /^[0-9a-f]{40,64}$/.test(commit) ? [{ commit, at, message }] : [];
  });
}

function textAt(folder: string, commit: string, name: string): Promise<string | undefined> {
  return askGit(folder, ["show", `${commit}:${name}`], process.env);
}

function filesIn(text: string | undefined, algorithm: string): PinnedName[] {
  try {
    const pin = text === undefined ? undefined : parsePins(text, "").algorithms[algorithm];
    return pin ? pinnedFiles(pin).map(({ name, file: { sha256 } }) => ({ name, sha256 })) : [];
  } catch {
    return []; // What could not be read then was not rolled out then.
  }
}

function isSame(some: readonly PinnedName[], others: readonly PinnedName[]): boolean {
  const has = ({ name, sha256 }: PinnedName) => others.some((other) => other.name === name && other.sha256 === sha256);
  return some.length === others.length && some.every(has);
}
