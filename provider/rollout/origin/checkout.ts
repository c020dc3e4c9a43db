import { execFile } from "node:child_process";
import { withoutGitVariables } from "../../client/run-git";
import { publicAddress } from "./repository-address";

/** What git says of a folder's commit. */
export interface Checkout {
  commit: string;
  message: string;
  dirty: boolean;
  repository?: string;
}

const timeoutMilliseconds = 10_000;

/** Asks git about the commit that a folder is checked out at; undefined without git, repository or commit. */
export async function readCheckout(directory: string, environment: NodeJS.ProcessEnv): Promise<Checkout | undefined> {
  const git = (...args: string[]) => askGit(directory, args, environment);
  const [head, remote, changes] = await Promise.all([
    git("log", "-1", "--no-show-signature", "--format=%H%n%B"),
    git("config", "--get", "remote.origin.url"),
    // As `git describe --dirty`: untracked files are mostly models and build results.
    git("status", "--porcelain", "--untracked-files=no"),
  ]);
  const [commit = "", ...message] = (head ?? "").split("\n");
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const repository = publicAddress(remote?.trim() ?? "");
  return { commit, message: message.join("\n"), dirty: (changes ?? "") !== "", ...(repository && { repository }) };
}

/** What a git command prints in a folder; undefined when it fails. Nothing is written or asked of anybody. */
export function askGit(directory: string, args: string[], environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const env = { ...withoutGitVariables(environment), GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
  const options = { cwd: directory, env, timeout: timeoutMilliseconds, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile("git", ["-c", "core.fsmonitor=false", ...args], options, (error, stdout) => resolve(error ? undefined : stdout));
  });
}
