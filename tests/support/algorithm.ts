import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { newAlgorithmSettings } from "../../platform/seed/new-algorithm";
import type { RunningPlatform } from "./platform";

const run = promisify(execFile);

/** A classic algorithm that loads a text file at start and answers with it: `{ model, input }`. */
export const classicSource = (uri: string) => `import Algorithmia

client = Algorithmia.client()
MODEL = open(client.file("${uri}").getFile().name).read().strip()


def apply(input):
    return {"model": MODEL, "input": input}
`;

export const classicFiles = (name: string, uri: string): Record<string, string> => ({
  "algorithmia.conf": JSON.stringify({ username: "demo", algoname: name, language: "python3" }),
  "requirements.txt": "algorithmia==2.0.5\n",
  "src/__init__.py": "",
  [`src/${name}.py`]: classicSource(uri),
});

/** Git with the platform's key in its environment, as a person's credential helper would give it. */
export function gitEnvironment({ owner, apiKey }: Pick<RunningPlatform, "owner" | "apiKey">): NodeJS.ProcessEnv {
  const basic = Buffer.from(`${owner}:${apiKey}`).toString("base64");
  return {
    ...process.env,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
  };
}

/** Everything a test does to an algorithm by hand, as its owner. */
export class Hand {
  constructor(
    readonly platform: RunningPlatform,
    readonly name: string,
  ) {}

  get algorithm(): string {
    return `${this.platform.owner}/${this.name}`;
  }

  async api(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown; text: string }> {
    const raw = typeof body === "string" || Buffer.isBuffer(body);
    const response = await fetch(`${this.platform.url}${path}`, {
      method,
      headers: { Authorization: this.platform.apiKey, ...(body === undefined || raw ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : raw ? (body as string) : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text, text };
  }

  async create(): Promise<void> {
    const { status, text } = await this.api("POST", `/v1/algorithms/${this.platform.owner}`, {
      name: this.name,
      details: { label: this.name },
      settings: newAlgorithmSettings,
    });
    if (status !== 201) throw new Error(`create: ${status} ${text}`);
  }

  /** Commits these files on top of the branch and pushes; the platform builds the head. */
  async push(files: Record<string, string | Buffer | null>, message = "change by hand"): Promise<string> {
    const directory = mkdtempSync(join(tmpdir(), "by-hand-"));
    const options = { cwd: directory, env: gitEnvironment(this.platform) };
    try {
      await run("git", ["clone", "--quiet", `${this.platform.gitUrl}/${this.algorithm}.git`, directory], { env: options.env });
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        if (content === null) rmSync(join(directory, path), { force: true });
        else writeFileSync(join(directory, path), content);
      }
      await run("git", ["add", "-A"], options);
      await run("git", ["commit", "--quiet", "--allow-empty", "-m", message], options);
      await run("git", ["push", "--quiet", "origin", "HEAD"], options);
      return (await run("git", ["rev-parse", "HEAD"], options)).stdout.trim();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  async put(fileName: string, content: string | Buffer): Promise<void> {
    const collection = `/v1/data/${this.platform.owner}/${this.name}`;
    if ((await this.api("HEAD", collection)).status === 404) await this.api("POST", `/v1/data/${this.platform.owner}`, { name: this.name });
    const { status, text } = await this.api("PUT", `${collection}/${encodeURIComponent(fileName)}`, content);
    if (status !== 200) throw new Error(`put: ${status} ${text}`);
  }

  async publish(): Promise<string> {
    const compiled = await this.api("POST", `/v1/algorithms/${this.algorithm}/compile`, {});
    const { status, body, text } = await this.api("POST", `/v1/algorithms/${this.algorithm}/versions`, {
      version_info: { version_type: "minor" },
    });
    if (status !== 200) throw new Error(`publish: ${status} ${text}; compile: ${compiled.text}`);
    return (body as { version_info: { semantic_version: string } }).version_info.semantic_version;
  }

  async call(version: string, input: unknown = "hello"): Promise<unknown> {
    const { body } = await this.api("POST", `/v1/algo/${this.algorithm}/${version}`, { input });
    return (body as { result?: unknown }).result ?? body;
  }

  async versions(): Promise<string[]> {
    const { body } = await this.api("GET", `/v1/algorithms/${this.algorithm}/versions?published=true&limit=100`);
    return (body as { results: { version_info: { semantic_version: string } }[] }).results
      .map((each) => each.version_info.semantic_version)
      .sort();
  }

  async builds(): Promise<{ status: string; commit_sha: string }[]> {
    const { body } = await this.api("GET", `/v1/algorithms/${this.algorithm}/builds?limit=100`);
    return (body as { results: { status: string; commit_sha: string }[] }).results;
  }

  /** A file at the head of the branch. */
  async source(path: string): Promise<string> {
    const directory = mkdtempSync(join(tmpdir(), "by-hand-"));
    const env = gitEnvironment(this.platform);
    try {
      await run("git", ["clone", "--quiet", `${this.platform.gitUrl}/${this.algorithm}.git`, directory], { env });
      return readFileSync(join(directory, path), "utf8");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  async commits(): Promise<string[]> {
    const directory = mkdtempSync(join(tmpdir(), "by-hand-"));
    const env = gitEnvironment(this.platform);
    try {
      await run("git", ["clone", "--quiet", "--bare", `${this.platform.gitUrl}/${this.algorithm}.git`, directory], { env });
      return (await run("git", ["log", "--format=%s"], { cwd: directory })).stdout.trim().split("\n");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** Created, pushed, its model uploaded by hand under a plain name, published as 0.1.0. */
  static async served(platform: RunningPlatform, name: string, firstModel = "model by hand"): Promise<Hand> {
    const hand = new Hand(platform, name);
    await hand.create();
    await hand.put("model.txt", firstModel);
    await hand.push(classicFiles(name, `data://${hand.algorithm}/model.txt`), "The algorithm");
    await hand.publish();
    return hand;
  }
}
