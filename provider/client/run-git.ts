import { spawn } from "node:child_process";
import type { Connection } from "./connection";
import { defaultTimeoutSeconds, type Patience } from "./patience";
import { redact } from "./redact";

export interface GitResult {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
  /** It was ended because it took too long or, on the network, because no byte moved for too long. */
  timedOut: boolean;
}

export interface GitOptions {
  /** The bare repository to work on. */
  directory?: string;
  input?: Buffer | string;
  environment?: NodeJS.ProcessEnv;
  /** Does the command talk to the git server? Then it may take long as long as bytes move. */
  remote?: boolean;
}

/** Runs one git command: arguments as an array, no shell, no prompt, no credential on disk or in the arguments. */
export type Git = (args: string[], options?: GitOptions) => Promise<GitResult>;

const localTimeoutSeconds = 120;
const remoteTimeoutSeconds = 3600;

/**
 * A git that authenticates against one platform. The key travels as a header that git reads from its environment
 * (`GIT_CONFIG_*`, git ≥ 2.31) and only for that origin, so neither `.git/config` nor the process list ever shows it.
 */
export function createGit(connection: Connection, owner: string, patience: Patience = {}): Git {
  const { timeoutSeconds = defaultTimeoutSeconds, gitTimeoutSeconds = remoteTimeoutSeconds } = patience;
  const settings: [string, string][] = [
    ["credential.helper", ""],
    ["core.hooksPath", "/dev/null"],
    ["commit.gpgsign", "false"],
    ["http.followRedirects", "false"],
    // A transfer in which less than a byte a second moves for this long is given up; one that moves may take its time.
    ["http.lowSpeedLimit", "1"],
    ["http.lowSpeedTime", String(Math.ceil(timeoutSeconds))],
    ...(connection.apiKey ? [[`http.${connection.gitAddress}/.extraHeader`, basic(owner, connection.apiKey)] as [string, string]] : []),
  ];
  const configured = Object.fromEntries(
    settings.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  );
  // By variable and not by setting: a GIT_SSL_CAINFO that is set around us would win over any setting.
  const certificates = connection.caCert ? { GIT_SSL_CAINFO: connection.caCert.path } : {};
  const environment = {
    ...certificates,
    GIT_CONFIG_COUNT: String(settings.length),
    ...configured,
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    LC_ALL: "C",
  };

  return (args, options = {}) =>
    new Promise((resolve) => {
      const child = spawn("git", args, {
        cwd: options.directory,
        env: { ...withoutGitVariables(process.env), ...environment, ...options.environment },
        stdio: ["pipe", "pipe", "pipe"],
        timeout: (options.remote ? gitTimeoutSeconds : localTimeoutSeconds) * 1000,
        killSignal: "SIGKILL",
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
      child.stdin.on("error", () => {}); // git may end without reading its input; its exit code tells the story.
      child.stdin.end(options.input ?? "");
      child.once("error", (error) => {
        resolve({ exitCode: 127, stdout: Buffer.alloc(0), stderr: `git could not be started: ${error.message}`, timedOut: false });
      });
      child.once("exit", (_, signal) => {
        // Ended by us: its own children may hold the pipes for as long as they wait for the network.
        if (signal) for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
      });
      child.once("close", (exitCode, signal) => {
        const text = redact(Buffer.concat(stderr).toString("utf8"), connection.apiKey);
        const timedOut = signal !== null || /Operation too slow/.test(text);
        resolve({
          exitCode: exitCode ?? 1,
          stdout: Buffer.concat(stdout),
          stderr: signal ? `${text}git was ended by ${signal}` : text,
          timedOut,
        });
      });
    });
}

function basic(owner: string, apiKey: string): string {
  return `Authorization: Basic ${Buffer.from(`${owner}:${apiKey}`).toString("base64")}`;
}

/** A Pulumi run inside a git hook inherits GIT_DIR and friends, which would point our commands at the wrong repository. */
export function withoutGitVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([key]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|CONFIG.*|TRACE.*|PREFIX|NAMESPACE)$/.test(key),
    ),
  );
}
