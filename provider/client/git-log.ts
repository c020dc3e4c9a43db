/** A commit as `git log` tells of it. */
export interface LoggedCommit {
  commit: string;
  parents: string[];
  /** The name of who wrote it, as given in the commit. */
  author: string;
  /** ISO 8601 with the author's own offset. */
  authoredAt: string;
  message: string;
}

/** Ends a field: a character that git takes out of names and that nobody writes into messages. */
const separator = "\u001f";

/** `git log` of a commit in the form that `readLog` reads. */
export function logArgs(commit: string): string[] {
  return ["log", "-z", "--no-show-signature", "--format=%H%x1f%P%x1f%an%x1f%aI%x1f%B", commit, "--"];
}

export function readLog(text: string): LoggedCommit[] {
  return text
    .split("\0")
    .filter(Boolean)
    .map((entry) => {
      const [commit = "", parents = "", author = "", authoredAt = "", ...message] = entry.split(separator);
      return { commit, parents: parents.split(" ").filter(Boolean), author, authoredAt, message: message.join(separator) };
    });
}
