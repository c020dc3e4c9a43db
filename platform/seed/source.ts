import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runGit } from "../git/run";
import type { DeclaredAlgorithm } from "./declaration";
import type { Seeding } from "./index";

/** Nothing of a source: what git and Python leave behind. */
const leftovers = new Set([".git", "__pycache__", ".venv", ".pytest_cache"]);

/** Makes the head of an algorithm's repository hold exactly the files of the declared folder, by one commit where they differ. */
export async function seedSource({ owner, name, source }: DeclaredAlgorithm, { target, dryRun, keyOf }: Seeding) {
  const work = await mkdtemp(join(tmpdir(), "algorithmia-seed-"));
  try {
    const clone = join(work, "clone");
    const environment = await gitEnvironment(work, target, owner, keyOf(owner));
    const git = (...args: string[]) => runGit(["-C", clone, ...args], undefined, environment);
    const address = `${target.url}/git/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
    await runGit(["clone", "--quiet", address, clone], undefined, environment);
    for (const entry of await readdir(clone)) if (entry !== ".git") await rm(join(clone, entry), { recursive: true });
    const wanted = (path: string) => path === source || !leftovers.has(basename(path));
    await cp(source, clone, { recursive: true, verbatimSymlinks: true, filter: wanted });
    await git("add", "--all");
    const changed = (await git("status", "--porcelain")) !== "";
    if (changed && !dryRun) {
      await git("commit", "--quiet", "--message", "Source of the seed");
      await git("push", "--quiet", "origin", "HEAD:master");
    }
    return { changed, commit: (await git("rev-parse", "HEAD")).trim() };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The key goes as a header from the environment: no argument and no file shows it. */
async function gitEnvironment(work: string, { url, ca }: Seeding["target"], owner: string, key: string): Promise<Record<string, string>> {
  const caFile = join(work, "ca.pem");
  if (ca !== undefined) await writeFile(caFile, ca);
  return {
    ...(ca !== undefined && { GIT_SSL_CAINFO: caFile }),
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${url}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`${owner}:${key}`).toString("base64")}`,
    GIT_AUTHOR_NAME: owner,
    GIT_AUTHOR_EMAIL: "",
    GIT_COMMITTER_NAME: owner,
    GIT_COMMITTER_EMAIL: "",
  };
}
