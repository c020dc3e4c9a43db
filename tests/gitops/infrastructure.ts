import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { lateLoading } from "../support/late-loading";
import { type GitHub, repository } from "./github";
import { installPulumi, root } from "./installation";

const run = promisify(execFile);

/** What a workflow run was. */
export interface Run {
  jobs: { id: string; outcome: string; summary: string; steps: { name: string; outcome: string; output: string }[] }[];
  /** Everything that its steps printed. */
  log: string;
  /** The outcome of its only job that was not skipped; `skipped` when all were. */
  outcome: string;
}

export interface PullRequest {
  number: number;
  branch: string;
  sha: string;
}

/** A team's infrastructure repository: a bare repository that stands for GitHub's, a clone where people work, and a machine for its workflows. */
export class Infrastructure {
  readonly folder = mkdtempSync(join(tmpdir(), "gitops-"));
  readonly clone = join(this.folder, "clone");
  readonly #origin = join(this.folder, "origin.git");
  readonly #bin = installPulumi(join(this.folder, "bin"));
  #count = 0;

  constructor(
    readonly platform: { url: string; apiKey: string; previewKey: string },
    readonly github: GitHub,
  ) {
    for (const each of ["home", "state", "runs"]) mkdirSync(join(this.folder, each));
  }

  /** As examples/gitops/README.md says: copy the folder, make it yours, make the stack once, commit. */
  async begin(makeYours: () => void = () => undefined): Promise<void> {
    const example = join(root, "examples/gitops");
    cpSync(example, this.clone, { recursive: true, filter: (path) => !path.includes("node_modules") });
    symlinkSync(join(root, "node_modules"), join(this.clone, "node_modules")); // `npm install`
    makeYours();
    await run("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.#origin]);
    await this.git("init", "--quiet", "--initial-branch=main");
    await this.git("config", "user.name", "Somebody");
    await this.git("config", "user.email", "somebody@example.com");
    await this.git("remote", "add", "origin", this.#origin);
    await this.command("pulumi", "stack", "init", "production");
    writeFileSync(join(this.clone, ".gitignore"), `${this.read(".gitignore")}\n/node_modules\n`); // Here it is a link, not a folder.
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", "The models and what serves them");
    await this.git("push", "--quiet", "origin", "main");
  }

  read(path: string): string {
    return readFileSync(join(this.clone, path), "utf8");
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.clone, path)), { recursive: true });
    writeFileSync(join(this.clone, path), content);
  }

  async git(...args: string[]): Promise<string> {
    return (await run("git", args, { cwd: this.clone, env: this.environment() })).stdout.trim();
  }

  /** A command that somebody types in their clone. */
  async command(program: string, ...args: string[]): Promise<string> {
    return (await run(program, args, { cwd: this.clone, env: { ...this.environment(), ...this.#settings() } })).stdout;
  }

  /** A branch with one commit, pushed; with the merge of it that GitHub makes for every pull request. */
  async pullRequest(number: number, title: string, change: () => unknown): Promise<PullRequest> {
    const branch = `change-${number}`;
    await this.git("checkout", "--quiet", "-B", branch);
    await change();
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", title);
    await this.git("push", "--quiet", "--force", "origin", branch);
    const sha = await this.git("rev-parse", "HEAD");
    await this.git("checkout", "--quiet", "--detach", "main");
    await this.git("merge", "--quiet", "--no-ff", "--no-edit", branch);
    await this.git("push", "--quiet", "--force", "origin", `HEAD:refs/pull/${number}/merge`);
    await this.git("checkout", "--quiet", "main");
    return { number, branch, sha };
  }

  async merge({ branch, number }: PullRequest): Promise<void> {
    await this.git("merge", "--quiet", "--no-ff", "--message", `Merge pull request #${number}`, branch);
    await this.git("push", "--quiet", "origin", "main");
  }

  preview(pullRequest: PullRequest, from = repository): Promise<Run> {
    const { number, sha } = pullRequest;
    const payload = { pull_request: { number, head: { sha, repo: { full_name: from } } }, repository: { default_branch: "main" } };
    return this.workflow("preview", { name: "pull_request", payload }, { ref: `refs/pull/${number}/merge` });
  }

  deploy(): Promise<Run> {
    return this.workflow("deploy", { name: "push", payload: { repository: { default_branch: "main" } } });
  }

  drift(): Promise<Run> {
    return this.workflow("drift", { name: "schedule", payload: { schedule: "23 3 * * *" } });
  }

  pin(inputs: Record<string, string> = {}): Promise<Run> {
    const name = Object.keys(inputs).length > 0 ? "workflow_dispatch" : "schedule";
    return this.workflow("pin", { name, payload: { repository: { default_branch: "main" } } }, {}, inputs);
  }

  async workflow(
    name: string,
    event: { name: string; payload: unknown },
    github: { ref?: string } = {},
    inputs: Record<string, string> = {},
  ): Promise<Run> {
    this.#count += 1;
    const folder = join(this.folder, "runs", String(this.#count));
    const { ALGORITHMIA_API, PULUMI_BACKEND_URL, ...production } = this.#settings();
    const secrets = { production, preview: { ...production, ALGORITHMIA_API_KEY: this.platform.previewKey } };
    const ref = github.ref ?? "refs/heads/main";
    const request = {
      file: join(this.clone, ".github/workflows", `${name}.yml`),
      folder,
      origin: this.#origin,
      modules: join(root, "node_modules"),
      event,
      inputs,
      vars: { ALGORITHMIA_API, PULUMI_BACKEND_URL },
      secrets,
      environment: this.environment(),
      github: {
        repository,
        repository_owner: repository.split("/")[0],
        ref,
        ref_name: ref.replace(/^refs\/(heads|pull)\//, ""),
        sha: await this.git("rev-parse", "main"),
        api_url: this.github.url,
        server_url: "https://github.com",
        run_id: String(this.#count),
      },
    };
    const { jobs } = await inRunner(request);
    const ran = jobs.filter(({ outcome }) => outcome !== "skipped");
    return {
      jobs,
      log: jobs.flatMap(({ steps }) => steps.map((step) => `── ${step.name} (${step.outcome})\n${step.output}`)).join("\n"),
      outcome: ran[0]?.outcome ?? "skipped",
    };
  }

  /** What a machine gives: no more than a path and a home, and what makes the tests quicker. */
  environment(): Record<string, string> {
    const bin = join(root, "node_modules/.bin");
    return {
      PATH: [this.#bin, bin, process.env.PATH].join(delimiter),
      HOME: join(this.folder, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NO_UPDATE_NOTIFIER: "1", // npm's
      NODE_OPTIONS: lateLoading,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true", // Types are checked once, by `npm test`, not by every run of a workflow.
    };
  }

  /** The secrets and variables that the README says to set. */
  #settings(): Record<"ALGORITHMIA_API" | "ALGORITHMIA_API_KEY" | "PULUMI_BACKEND_URL" | "PULUMI_CONFIG_PASSPHRASE", string> {
    return {
      ALGORITHMIA_API: this.platform.url,
      ALGORITHMIA_API_KEY: this.platform.apiKey,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function inRunner(request: unknown): Promise<Pick<Run, "jobs">> {
  const child = spawn(process.execPath, [join(root, "tests/support/workflow-runner/run.mjs")], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify(request));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === "") throw new Error(complaints);
  return JSON.parse(output) as Pick<Run, "jobs">;
}
