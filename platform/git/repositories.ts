import { randomUUID } from "node:crypto";
import { appendFile, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { removeLeftovers } from "./leftovers";
import { runGit } from "./run";

/** The bare repositories of algorithms, one a folder named after the algorithm's id. */
export interface Repositories {
  /** Makes a repository with one commit of files, by path, on master and returns that commit. */
  create(algorithmId: string, files: Record<string, string>): Promise<string>;
  folder(algorithmId: string): string;
  /** Commit at the head of master; undefined if there is none. */
  head(algorithmId: string): Promise<string | undefined>;
  /** True if the repository has that commit. */
  hasCommit(algorithmId: string, commitSha: string): Promise<boolean>;
  remove(algorithmId: string): Promise<void>;
  /** Deletes what belongs to no algorithm, and what a killed git left in the others. Looks only at what is older than this process. */
  sweep(algorithmIds: Set<string>): Promise<void>;
}

/** Keeps repositories below a folder. */
export function createRepositories(root: string): Repositories {
  const startedAtMs = Date.now();
  const folder = (algorithmId: string) => join(root, `${algorithmId}.git`);
  return {
    folder,
    async create(algorithmId, files) {
      const draft = join(root, `.new-${randomUUID()}`);
      try {
        await runGit(["init", "--quiet", "--bare", "--template=", "--initial-branch=master", draft]);
        await runGit(["--git-dir", draft, "fast-import", "--quiet"], importStream(files));
        await configure(draft);
        const head = (await runGit(["--git-dir", draft, "rev-parse", "master"])).trim();
        await rename(draft, folder(algorithmId));
        return head;
      } catch (error) {
        await rm(draft, { recursive: true, force: true });
        throw error;
      }
    },
    async head(algorithmId) {
      const loose = await readFile(join(folder(algorithmId), "refs", "heads", "master"), "utf8").catch(() => undefined);
      if (loose) return loose.trim();
      const text = await runGit(["--git-dir", folder(algorithmId), "for-each-ref", "--format=%(objectname)", "refs/heads/master"]);
      return text.trim() || undefined;
    },
    async hasCommit(algorithmId, commitSha) {
      const type = await runGit(["--git-dir", folder(algorithmId), "cat-file", "-t", commitSha]).catch(() => "");
      return type.trim() === "commit";
    },
    remove: (algorithmId) => rm(folder(algorithmId), { recursive: true, force: true }),
    async sweep(algorithmIds) {
      for (const name of await readdir(root)) {
        if (algorithmIds.has(name.replace(/\.git$/, ""))) {
          await removeLeftovers(join(root, name), startedAtMs);
          continue;
        }
        const found = await stat(join(root, name)).catch(() => undefined);
        if (found && found.mtimeMs < startedAtMs) await rm(join(root, name), { recursive: true, force: true });
      }
    },
  };
}

/** Published history must stay: versions are called by commit. */
async function configure(repository: string): Promise<void> {
  const config = [
    "[http]",
    "\treceivepack = true",
    "[receive]",
    "\tdenyNonFastForwards = true",
    "\tdenyDeletes = true",
    "\tfsckObjects = true",
    "\tautogc = false",
    "[core]",
    "\tfsync = committed,reference",
    "\thooksPath = /dev/null",
    "",
  ].join("\n");
  await appendFile(join(repository, "config"), config);
}

function importStream(files: Record<string, string>): string {
  const seconds = Math.floor(Date.now() / 1000);
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commit = `commit refs/heads/master\ncommitter Algorithmia <platform@localhost> ${seconds} +0000\n${data("Initial commit")}`;
  return `${commit}${Object.entries(files)
    .map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`)
    .join("")}done\n`;
}
