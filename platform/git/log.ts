import { runGit } from "./run";

/** A commit as the API lists it. */
export interface Commit {
  /** 40 hex digits. */
  id: string;
  /** The first line. */
  short_message: string;
  /** The whole message, without a line break at its end. */
  message: string;
  author: string;
}

/** The moments between which commits are listed, by the time they were committed. */
export interface Period {
  since?: Date;
  until?: Date;
}

/**
 * Lists the commits that the head of a bare repository leads to, newest first; none while nothing was pushed.
 *
 * @param repository folder of the bare repository
 * @example await commitLog(repositories.folder(algorithm.id), { since: new Date("2026-01-01") })
 */
export async function commitLog(repository: string, { since, until }: Period): Promise<Commit[]> {
  const refs = await runGit(["--git-dir", repository, "for-each-ref", "refs/heads/master"]);
  if (refs === "") return [];
  const bounds = [...(since ? [`--since=${since.toISOString()}`] : []), ...(until ? [`--until=${until.toISOString()}`] : [])];
  // NUL stands in no message, so it parts the fields as well as the commits.
  const out = await runGit(["--git-dir", repository, "log", "-z", "--format=%H%x00%s%x00%B%x00%an", ...bounds, "refs/heads/master", "--"]);
  return commitsOf(out.split("\0"));
}

function commitsOf(fields: string[]): Commit[] {
  const commits: Commit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [id = "", short_message = "", message = "", author = ""] = fields.slice(at, at + 4);
    commits.push({ id, short_message, message: message.trimEnd(), author });
  }
  return commits;
}
