import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../lib/fault.mjs";
import { run } from "../lib/run.mjs";

/** Works on an algorithm's repository with git alone. The key travels in the environment: neither in the address nor in the arguments. */
export function createRepository({ gitUrl, owner, apiKey, name, clone }) {
  const credential = Buffer.from(`${owner}:${apiKey}`).toString("base64");
  const person = { NAME: "Quickstart", EMAIL: "quickstart@example.com" };
  const env = {
    ...process.env,
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
    GIT_CONFIG_COUNT: "2",
    GIT_CONFIG_KEY_0: `http.${gitUrl}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credential}`,
    // The reader's own git may sign every commit; the story must not ask for a passphrase.
    GIT_CONFIG_KEY_1: "commit.gpgSign",
    GIT_CONFIG_VALUE_1: "false",
  };
  const git = async (...args) => {
    const ended = await run("git", args, { cwd: args[0] === "clone" ? undefined : clone, env });
    if (ended.code !== 0) throw new Fault(`git ${args[0]} failed: ${ended.error?.message ?? ended.stderr.trim()}`);
    return ended.stdout.trim();
  };

  return {
    /** Replaces what is in the repository by `source` and pushes it to master. Returns the commit. */
    async pushSource(source, message) {
      await git("clone", "--quiet", `${gitUrl}/${owner}/${name}.git`, clone);
      for (const entry of readdirSync(clone)) if (entry !== ".git") rmSync(join(clone, entry), { recursive: true });
      cpSync(source, clone, { recursive: true });
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
      await git("push", "--quiet", "origin", "HEAD:refs/heads/master");
      return git("rev-parse", "HEAD");
    },

    /** Fetches master and returns the newest commit: `{ subject, changes }`, the changed lines with their + and -. */
    async newestCommit() {
      await git("fetch", "--quiet", "origin", "master");
      const subject = await git("log", "-1", "--format=%s", "FETCH_HEAD");
      const patch = await git("diff", "--unified=0", "FETCH_HEAD~1", "FETCH_HEAD");
      const changes = patch.split("\n").filter((line) => /^[+-](?!\+\+|--)/.test(line));
      return { subject, changes };
    },
  };
}
