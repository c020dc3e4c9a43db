import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Builder, type BuildOutcome, type BuildRequest, createBuilder } from "../../../platform/builds";

const identity = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.com", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.com" };

/** Files of an algorithm by path. */
export type Files = Record<string, string>;

/** A folder with a bare repository, a builder, and what they make; goes with `close()`. */
export class Workbench {
  readonly root = mkdtempSync(join(tmpdir(), "platform-builds-"));
  readonly environmentsDir = join(this.root, "environments");
  readonly repositoryDir = join(this.root, "repository.git");
  readonly builder: Builder;
  private builds = 0;

  constructor(cacheDir?: string) {
    execFileSync("git", ["init", "--quiet", "--bare", this.repositoryDir]);
    this.builder = createBuilder({ environmentsDir: this.environmentsDir, cacheDir });
  }

  /** Commits exactly these files and returns the hash. */
  commit(files: Files): string {
    const work = mkdtempSync(join(this.root, "work-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
    return this.commitFolder(work);
  }

  commitFolder(work: string): string {
    const git = (...args: string[]) =>
      execFileSync("git", ["--git-dir", this.repositoryDir, "--work-tree", work, ...args], {
        env: { ...process.env, ...identity, GIT_INDEX_FILE: join(work, "..", `${this.builds}.index`) },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    git("add", "--all");
    return git("commit-tree", git("write-tree"), "-m", "files");
  }

  /** Builds a commit, or the files of one; `log` is what was logged. */
  async build(
    source: string | Files,
    more: Partial<BuildRequest> = {},
    builder = this.builder,
  ): Promise<{ outcome: BuildOutcome; log: string; versionDir: string }> {
    const commitSha = typeof source === "string" ? source : this.commit(source);
    this.builds += 1;
    let log = "";
    const request: BuildRequest = {
      owner: "demo",
      name: "hello",
      repositoryDir: this.repositoryDir,
      commitSha,
      versionDir: join(this.root, "versions", `${this.builds}`),
      ...more,
      log(text) {
        log += text;
        more.log?.(text);
      },
    };
    const outcome = await builder.build(request);
    return { outcome, log, versionDir: request.versionDir };
  }

  async close(): Promise<void> {
    await this.builder.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** An algorithm of one file, without requirements. */
export function algorithm(source: string, more: Files = {}): Files {
  return {
    "algorithmia.conf": JSON.stringify({ username: "demo", algoname: "hello", language: "python3" }),
    "src/__init__.py": "",
    "src/hello.py": source,
    ...more,
  };
}

/** A JavaScript algorithm of one file, which requires nothing. */
export function javascript(source: string, more: Files = {}): Files {
  return {
    "algorithmia.conf": JSON.stringify({ username: "demo", algoname: "hello", language: "javascript" }),
    "src/hello.js": source,
    ...more,
  };
}
