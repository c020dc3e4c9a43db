import { webAddress } from "./repository-address";

/** How hosts name a pull request in the message of the commit that it became; the last one counts, as of a revert's two. */
const inSubject = [
  /^Merge pull request #(\d+) from /, // GitHub, a merge commit
  /\((?:pull request )?#(\d+)\)$/, // GitHub, squashed; Bitbucket
  /^Merged PR (\d+): /, // Azure
];
const mergeRequest = /^See merge request \S*!(\d+)$/m; // GitLab, in the body

/**
 * Finds the pull request that a commit came from, as its message tells.
 * @returns its address where the repository's host is known, else `#12` (GitLab: `!12`); undefined when the message names none.
 * @example pullRequestIn("Serve better weights (#12)", "https://github.com/acme/infra") // "https://github.com/acme/infra/pull/12"
 */
export function pullRequestIn(message: string, repository: string | undefined): string | undefined {
  const web = repository && webAddress(repository);
  const host = web === undefined ? "" : new URL(web).hostname;
  const [subject = ""] = message.split("\n");
  const merged = mergeRequest.exec(message)?.[1];
  if (merged) return web ? `${web}/-/merge_requests/${merged}` : `!${merged}`;

  const number = inSubject.flatMap((pattern) => pattern.exec(subject.trim())?.[1] ?? [])[0];
  if (number === undefined) return undefined;
  return web && /(^|\.)github\./.test(`.${host}`) ? `${web}/pull/${number}` : `#${number}`;
}
