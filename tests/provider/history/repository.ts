import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import { withoutGitVariables } from "../../../provider/client/run-git";

/** Makes the folder of a file a git repository. */
export function repositoryOf(file: string) {
  const git = (args: string[], date = new Date()) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", ...args], {
      cwd: dirname(file),
      env: { ...withoutGitVariables(process.env), GIT_AUTHOR_DATE: date.toISOString(), GIT_COMMITTER_DATE: date.toISOString() },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git(["init", "--initial-branch=main"]);
  return {
    git,
    /** Commits the file as it is now. @returns the commit, 40 hex */
    commit(message: string, date: Date): string {
      git(["add", basename(file)]);
      git(["commit", "--allow-empty", "-m", message], date);
      return git(["rev-parse", "HEAD"]);
    },
  };
}
