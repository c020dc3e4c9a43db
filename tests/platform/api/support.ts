import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Answer, BuildOutcome, BuildRequest, CallOptions, Engines, Input } from "../../../platform/engines";
import type { Platform } from "../../../platform/index";
import { newAlgorithmSettings } from "../../../platform/seed/new-algorithm";

/** An answer as it came. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they check
  json: any;
}

/** Sends a request whose path goes out exactly as written. `key: null` sends no Authorization header. */
export function send(
  platform: Pick<Platform, "url" | "apiKey" | "caFile">,
  method: string,
  path: string,
  { key = platform.apiKey, body, headers = {} }: { key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { protocol, hostname, port } = new URL(platform.url);
  const ca = platform.caFile === undefined ? undefined : readFileSync(platform.caFile);
  const bytes =
    body === undefined
      ? undefined
      : Buffer.isBuffer(body) || typeof body === "string"
        ? Buffer.from(body as string)
        : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const request = (protocol === "https:" ? httpsRequest : httpRequest)(
      {
        ca,
        host: hostname.replace(/^\[|\]$/g, ""),
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(key !== null && { authorization: `Simple ${key}` }),
          ...(bytes && !headers["transfer-encoding"] && { "content-length": bytes.length }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const all = Buffer.concat(chunks);
          const text = all.toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: all, text, json: parsed(text) });
        });
      },
    );
    request.on("error", reject);
    request.end(bytes);
  });
}

/** A temporary folder that is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "platform-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits until `probe` gives something; a minute is for machines that are busy with much else. */
export async function eventually<T>(probe: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value as T;
    if (Date.now() > end) throw new Error("the condition did not come true within a minute");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const run = promisify(execFile);

/** Runs git as a user would, without the configuration of this machine. Rejects with git's own words. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(
    "git",
    ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "credential.helper=", ...args],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0", HOME: folder },
    },
  );
  return stdout.trim();
}

/** Clone address with the key as the password. */
export function cloneAddress(platform: Pick<Platform, "gitUrl" | "owner" | "apiKey">, name: string, key = platform.apiKey): string {
  return `${platform.gitUrl}/${platform.owner}/${name}.git`.replace("://", `://${platform.owner}:${encodeURIComponent(key)}@`);
}

/** Clones, changes files, commits and pushes; returns the commit. */
export async function pushChange(
  platform: Pick<Platform, "gitUrl" | "owner" | "apiKey">,
  folder: string,
  name: string,
  files: Record<string, string>,
): Promise<string> {
  const clone = mkdtempSync(join(folder, "clone-"));
  await git(folder, "clone", "--quiet", cloneAddress(platform, name), clone);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(clone, path, ".."), { recursive: true });
    await writeFile(join(clone, path), text);
  }
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", "change");
  await git(clone, "push", "--quiet", "origin", "HEAD:master");
  return git(clone, "rev-parse", "HEAD");
}

/** Engines whose builds and calls do what a test says; for what concerns the queue and the routes, not Python. */
export function scriptedEngines(script: {
  build?: (request: BuildRequest) => Promise<BuildOutcome>;
  call?: (key: string, input: Input, options: CallOptions) => Promise<Answer>;
  reserve?: (key: string, slots: number, environment: Record<string, string>) => Promise<void>;
}): () => Engines {
  return () => ({
    builder: () => ({
      async build(request) {
        request.log(`building ${request.commitSha}\n`);
        const outcome = (await script.build?.(request)) ?? { succeeded: true as const };
        if (outcome.succeeded) await mkdir(request.versionDir, { recursive: true });
        return outcome;
      },
      close: async () => {},
    }),
    runner: () => ({
      call: (version, input, options) => onInstance(options, (seated) => script.call?.(version.key, input, seated), input),
      reserve: async (version, slots, { environment, openSeat }) =>
        script.reserve?.(version.key, slots, { ...environment, ...openSeat?.().environment }),
      instancesPerVersion: 3,
      instances: () => 0,
      waiting: () => 0,
      stop: async () => {},
      close: async () => {},
    }),
    instances: () => 0,
    waiting: () => 0,
    confinement: async () => ({ isolation: "none", descriptions: { isolation: "none", limits: "none" } }),
    close: async () => {},
  });
}

/** Serves a call as an instance does that was started for it and stays warm after it. */
async function onInstance(options: CallOptions, work: (seated: CallOptions) => Promise<Answer> | undefined, input: Input): Promise<Answer> {
  const seat = options.openSeat?.();
  const leave = seat && options.follow?.takeSeat(seat);
  try {
    const answer = await work({ ...options, environment: { ...options.environment, ...seat?.environment } });
    return answer ?? { ok: true, contentType: "json", result: input.data, durationSeconds: 0.001, stdout: "said\n" };
  } finally {
    leave?.();
  }
}

/** Creates an algorithm and returns its object. */
export async function createAlgorithm(platform: Pick<Platform, "url" | "owner" | "apiKey">, name: string) {
  const reply = await send(platform, "POST", `/v1/algorithms/${platform.owner}`, {
    body: {
      name,
      details: { label: name },
      settings: newAlgorithmSettings,
    },
  });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.json;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
