import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errors } from "../errors";
import type { Connection } from "./connection";
import { gitFault, isPassing, lastLine } from "./git-fault";
import { type LoggedCommit, logArgs, readLog } from "./git-log";
import type { Patience } from "./patience";
import { createGit, type Git, type GitResult } from "./run-git";
import { makeTemporaryFolder } from "./temporary-folder";

export interface TrackedFile {
  path: string;
  content: Buffer;
}

/** How a push ended: taken, overtaken by another push, or refused for good. */
export type PushOutcome = { kind: "pushed" } | { kind: "overtaken" } | { kind: "rejected"; reason: string };

/** A bare copy of an algorithm's repository in a temporary folder. Commits are made by plumbing: there is no work tree. */
export interface Repository {
  /** The commit that the algorithm's branch stands at. */
  head(): Promise<string>;
  /** Fetches what others pushed meanwhile. */
  refresh(): Promise<void>;
  /** Reads the files of a commit whose path passes the filter. Large blobs and links are left out. */
  files(commit: string, filter: (path: string) => boolean): Promise<TrackedFile[]>;
  /** Writes the tree that `parent` becomes with these files in place of its own. */
  treeWith(parent: string, changes: readonly TrackedFile[]): Promise<string>;
  /** Of these commits, those whose tree equals `tree`; the `except` paths do not count. Commits that are not there do not match. */
  withSameTree(tree: string, commits: readonly string[], except: readonly string[]): Promise<string[]>;
  /** The paths in which a tree and a commit differ; the `except` paths do not count. None for a commit that is not there. */
  differingPaths(tree: string, commit: string, except: readonly string[]): Promise<string[]>;
  commit(parent: string, tree: string, message: string): Promise<string>;
  /** The messages of those commits that are there. */
  messages(commits: readonly string[]): Promise<Map<string, string>>;
  /** A commit and all that it came from, newest first; nothing of a commit that is not there. */
  log(commit: string): Promise<LoggedCommit[]>;
  /** Those of the texts that stand in any file of a commit, without regard to case; undefined of a commit that is not there. */
  textsIn(commit: string, texts: readonly string[]): Promise<string[] | undefined>;
  push(commit: string): Promise<PushOutcome>;
  close(): Promise<void>;
}

const largestSourceBytes = 2 * 1024 * 1024;

/**
 * Clones `owner/name` from the platform's git server.
 * @throws GIT_FAILED, SOURCE_EMPTY, API_KEY_REJECTED, NOT_AUTHORIZED, PLATFORM_UNREACHABLE, PLATFORM_TIMEOUT, PLATFORM_ERROR
 */
export async function openRepository(connection: Connection, algorithm: string, patience: Patience = {}): Promise<Repository> {
  const [owner = "", name = ""] = algorithm.split("/");
  const url = `${connection.gitAddress}/git/${owner}/${name}.git`;
  const directory = await makeTemporaryFolder();
  const git = createGit(connection, owner, patience);
  const close = () => rm(directory, { recursive: true, force: true });
  try {
    await remote(git, connection, algorithm, "cloning the source", ["clone", "--bare", "--quiet", url, directory]);
    const branch = text(await run(git, directory, algorithm, ["symbolic-ref", "--short", "HEAD"]));
    const repository = repositoryIn({ directory, branch, git, connection, algorithm, close });
    // git takes an HTML page for an old server without any commit, and says that all went well.
    await repository.head();
    return repository;
  } catch (error) {
    await close();
    throw error;
  }
}

interface Clone {
  directory: string;
  branch: string;
  git: Git;
  connection: Connection;
  algorithm: string;
  close(): Promise<void>;
}

function repositoryIn({ directory, branch, git, connection, algorithm, close }: Clone): Repository {
  const local = (args: string[], options: { input?: string | Buffer; environment?: NodeJS.ProcessEnv } = {}) =>
    run(git, directory, algorithm, args, options);

  return {
    async head() {
      const found = await git(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`], { directory });
      if (found.exitCode !== 0) throw errors.SOURCE_EMPTY(algorithm);
      return text(found);
    },

    async refresh() {
      const args = ["fetch", "--quiet", "origin", `+refs/heads/${branch}:refs/heads/${branch}`];
      await remote(git, connection, algorithm, "fetching the source", args, directory);
    },

    async files(commit, filter) {
      const listing = (await local(["ls-tree", "-r", "-l", "-z", commit])).stdout.toString("utf8").split("\0").filter(Boolean);
      const wanted = listing.flatMap((entry) => {
        const [meta = "", path = ""] = entry.split("\t");
        const [mode, type, id = "", size] = meta.split(/ +/);
        const readable = type === "blob" && mode !== "120000" && Number(size) <= largestSourceBytes;
        return readable && filter(path) ? [{ path, id }] : [];
      });
      const contents = await readObjects(
        local,
        wanted.map(({ id }) => id),
      );
      return wanted.flatMap(({ path, id }) => {
        const content = contents.get(id);
        return content ? [{ path, content }] : [];
      });
    },

    async treeWith(parent, changes) {
      const index = { GIT_INDEX_FILE: join(directory, `index-${process.pid}-${Date.now()}`) };
      await local(["read-tree", parent], { environment: index });
      const modes = new Map(
        text(await local(["ls-tree", "-r", parent]))
          .split("\n")
          .map((line) => [line.split("\t")[1] ?? "", line.slice(0, 6)]),
      );
      for (const { path, content } of changes) {
        const blob = text(await local(["hash-object", "-w", "--stdin"], { input: content }));
        await local(["update-index", "--add", "--cacheinfo", `${modes.get(path) ?? "100644"},${blob},${path}`], { environment: index });
      }
      const tree = text(await local(["write-tree"], { environment: index }));
      await rm(index.GIT_INDEX_FILE, { force: true });
      return tree;
    },

    async withSameTree(tree, commits, except) {
      if (commits.length === 0) return [];
      if (except.length === 0) {
        const trees = (await local(["cat-file", "--batch-check"], { input: commits.map((commit) => `${commit}^{tree}\n`).join("") }))
          .stdout;
        const ids = trees.toString("utf8").split("\n");
        return commits.filter((_, index) => ids[index]?.startsWith(`${tree} `));
      }
      const same: string[] = [];
      for (const commit of commits) {
        const paths = except.map((path) => `:(exclude,literal)${path}`);
        const compared = await git(["diff", "--quiet", "--no-ext-diff", tree, commit, "--", ".", ...paths], { directory });
        if (compared.exitCode === 0) same.push(commit);
      }
      return same;
    },

    async differingPaths(tree, commit, except) {
      const compared = await git(["diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", tree, commit], { directory });
      const paths = compared.exitCode === 0 ? compared.stdout.toString("utf8").split("\0").filter(Boolean) : [];
      return paths.filter((path) => !except.includes(path));
    },

    async commit(parent, tree, message) {
      return text(await local(["commit-tree", tree, "-p", parent, "-F", "-"], { input: message, environment: await authorOf(git) }));
    },

    async messages(commits) {
      const blobs = await readObjects(local, commits);
      // A commit object is headers, an empty line, the message.
      return new Map([...blobs].map(([commit, content]) => [commit, content.toString("utf8").split("\n\n").slice(1).join("\n\n")]));
    },

    async log(commit) {
      const found = await git(logArgs(commit), { directory });
      return found.exitCode === 0 ? readLog(found.stdout.toString("utf8")) : [];
    },

    async textsIn(commit, texts) {
      if ((await git(["cat-file", "-e", `${commit}^{tree}`], { directory })).exitCode !== 0) return undefined;
      if (texts.length === 0) return [];
      const args = ["grep", "--text", "--ignore-case", "--fixed-strings", "-h", "--no-color", "-f", "-", commit];
      const lines = await git(args, { directory, input: texts.map((each) => `${each}\n`).join("") });
      // 1 says that nothing was found.
      if (lines.exitCode > 1) throw errors.GIT_FAILED(algorithm, "searching the source", lastLine(lines.stderr));
      const found = lines.stdout.toString("latin1").toLowerCase();
      return texts.filter((each) => found.includes(Buffer.from(each.toLowerCase()).toString("latin1")));
    },

    async push(commit) {
      // Once more after a lost answer is harmless: a commit that has arrived is not sent again.
      const pushed = await tryRemote(git, ["push", "--porcelain", "origin", `${commit}:refs/heads/${branch}`], directory);
      if (pushed.exitCode === 0) return { kind: "pushed" };
      const said = `${pushed.stdout.toString("utf8")}\n${pushed.stderr}`;
      if (/\[rejected\]|fetch first|non-fast-forward|cannot lock ref|failed to update ref/.test(said)) return { kind: "overtaken" };
      const refusal = /\[remote rejected\] \((.*)\)/.exec(said)?.[1];
      if (refusal === undefined) throw gitFault(connection, algorithm, "pushing the source", pushed);
      const remarks = said.split("\n").flatMap((line) => /^remote: (.+)/.exec(line)?.[1]?.trim() ?? []);
      return { kind: "rejected", reason: [refusal, ...remarks].join("; ") };
    },

    close,
  };
}

type Local = (args: string[], options?: { input?: string | Buffer }) => Promise<GitResult>;

/** Reads objects by id in one process; those that are not there are left out. */
async function readObjects(local: Local, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (ids.length === 0) return found;
  const { stdout } = await local(["cat-file", "--batch"], { input: ids.map((id) => `${id}\n`).join("") });
  let at = 0;
  for (const id of ids) {
    const headerEnd = stdout.indexOf("\n", at);
    const [, type, size] = stdout.toString("utf8", at, headerEnd).split(" ");
    at = headerEnd + 1;
    if (type === "missing") continue;
    found.set(id, stdout.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** The person's own git identity where there is one, so that the algorithm's history says who rolled out. */
async function authorOf(git: Git): Promise<NodeJS.ProcessEnv> {
  const setting = async (key: string) => text(await git(["config", "--get", key]));
  const name = (await setting("user.name")) || "pulumi-algorithmia";
  const email = (await setting("user.email")) || "pulumi-algorithmia@localhost";
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

async function run(
  git: Git,
  directory: string,
  algorithm: string,
  args: string[],
  options: { input?: string | Buffer; environment?: NodeJS.ProcessEnv } = {},
): Promise<GitResult> {
  const result = await git(args, { directory, ...options });
  if (result.exitCode === 0) return result;
  throw errors.GIT_FAILED(algorithm, `running git ${args[0]} in the copy`, lastLine(result.stderr));
}

const remoteTries = 4;

/** Talks to the git server, again where the fault may pass by itself. */
async function tryRemote(git: Git, args: string[], directory?: string): Promise<GitResult> {
  for (let trial = 1; ; trial++) {
    const result = await git(args, { directory, remote: true });
    if (result.exitCode === 0 || !isPassing(result) || trial === remoteTries) return result;
    await delay(250 * 2 ** (trial - 1));
  }
}

async function remote(
  git: Git,
  connection: Connection,
  algorithm: string,
  doing: string,
  args: string[],
  directory?: string,
): Promise<void> {
  const result = await tryRemote(git, args, directory);
  if (result.exitCode !== 0) throw gitFault(connection, algorithm, doing, result);
}

const text = (result: GitResult) => result.stdout.toString("utf8").trim();
