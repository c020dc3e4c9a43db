import type { Platform, Repository } from "../client";
import { AlgorithmiaError } from "../errors";
import { lineageOf } from "../rollout/lineage";

/** An algorithm that may read files of a store. */
export interface Reader {
  algorithm: string;
  repository: Repository;
}

/** A commit whose files are in use, and as what: `version 0.3.0`. */
interface UsedCommit {
  commit: string;
  as: string;
}

/** Tells which of some files an algorithm's sources need. Commits never change, so each is searched once. */
export interface SourceSearch {
  /**
   * Looks at the versions, the branch and the builds as they are now.
   * @returns why a file is needed, by its URI
   */
  needed(): Promise<Map<string, string>>;
}

/** What to look for: the part of its name that was made of its content, which a source that names it must hold. */
export interface Sought {
  uri: string;
  digits: string;
}

/** @param youngSeconds A commit or build that is younger may be one of a rollout that is not done yet. */
export function searchSources(
  { algorithm, repository }: Reader,
  sought: readonly Sought[],
  platform: Platform,
  youngSeconds: number,
): SourceSearch {
  const searched = new Map<string, Promise<string[] | undefined>>();
  const digits = [...new Set(sought.map((each) => each.digits))];
  const search = (commit: string) => {
    const known = searched.get(commit) ?? repository.textsIn(commit, digits);
    searched.set(commit, known);
    return known;
  };

  return {
    async needed() {
      const reasons = new Map<string, string>();
      const add = (uri: string, because: string) => void (reasons.has(uri) || reasons.set(uri, because));
      const used = await usedCommits(algorithm, repository, platform, youngSeconds);
      const messages = await repository.messages(used.map(({ commit }) => commit));
      for (const { commit, as } of used) {
        const found = await search(commit);
        const told = new Set(filesIn(messages.get(commit) ?? "").map(({ uri }) => uri));
        for (const { uri, digits } of sought) {
          if (found === undefined) add(uri, `${as} of ${algorithm} may name it: its commit ${commit.slice(0, 8)} is not in the repository`);
          else if (told.has(uri) || found.includes(digits)) add(uri, `${as} of ${algorithm} names it`);
        }
      }
      return reasons;
    },
  };
}

/** Published versions are called for ever, the head is the next to be built, and what was built just now may be published. */
async function usedCommits(algorithm: string, repository: Repository, platform: Platform, youngSeconds: number): Promise<UsedCommit[]> {
  const [versions, builds] = await Promise.all([platform.algorithms.publishedVersions(algorithm), platform.algorithms.builds(algorithm)]);
  await repository.refresh(); // After the lists: what they name was pushed before.
  const head = await headOf(repository);
  const log = head ? await repository.log(head) : [];
  const isYoung = (time: string | null | undefined) => time != null && Date.now() - Date.parse(time) < youngSeconds * 1000;
  return [
    ...versions.map(({ version, commit }) => ({ commit, as: `version ${version}` })),
    ...(head ? [{ commit: head, as: "the head of the branch" }] : []),
    ...builds.filter(({ status }) => status === "in-progress").map(({ commit_sha }) => ({ commit: commit_sha, as: "a running build" })),
    ...builds.filter(({ finished_at }) => isYoung(finished_at)).map(({ commit_sha }) => ({ commit: commit_sha, as: "a young build" })),
    ...log.filter(({ authoredAt }) => isYoung(authoredAt)).map(({ commit }) => ({ commit, as: "a young commit" })),
  ];
}

/** The names under which models were rolled out, from all commits of the branch. */
export async function rolledOutUris(repository: Repository): Promise<string[]> {
  const head = await headOf(repository);
  const log = head ? await repository.log(head) : [];
  return log.flatMap(({ message }) => filesIn(message).map(({ uri }) => uri));
}

async function headOf(repository: Repository): Promise<string | undefined> {
  try {
    return await repository.head();
  } catch (error) {
    if (error instanceof AlgorithmiaError && error.code === "SOURCE_EMPTY") return undefined;
    throw error;
  }
}

const filesIn = (message: string) => lineageOf(message)?.files ?? [];
