import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { constants } from "node:os";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { BuiltFiles } from "./built-version";
import { type Confinement, confine } from "./confinement";
import { instanceArguments } from "./instance-command";
import { instanceEnvironment } from "./instance-environment";
import { makeInstanceFolder } from "./instance-folder";
import { pythonFolder } from "./language-folders";
import { readLines } from "./lines";
import { divideOutput, type Output } from "./output";
import { killGroup } from "./process-group";
import { type Message, readMessage } from "./protocol";
import { within } from "./within";

/** The process group of one instance, seen from outside. */
export interface InstanceProcess {
  output: Output;
  send(line: string): void;
  /** The next thing it says; undefined when it has ended. */
  next(): Promise<Message | undefined>;
  /** Said nothing that was not waited for, and still runs. */
  healthy(): boolean;
  /** Ends the whole group and waits until it is gone. Safe to call again. */
  end(): Promise<void>;
  /** How it ended, in words; resolves when all of it is gone and its folder removed. */
  ended: Promise<string>;
}

// A little above the limit for results; only a process that writes to our channel by itself gets there.
const lineLimitBytes = 32 * 1024 * 1024;
const patienceSeconds = 5;

/** Starts an instance in a version's environment, as leader of its own process group. */
export async function spawnInstance(files: BuiltFiles, passed: Record<string, string>, confinement: Confinement): Promise<InstanceProcess> {
  const folder = await makeInstanceFolder();
  const seen = confinement.isolation.seenInside(folder);
  const {
    command: [command, ...args],
    environment,
    options,
    free,
  } = await confine(confinement, [files.python, ...instanceArguments(files, seen.root)], {
    folder,
    workingDir: files.sourceDir,
    python: files.python,
    programs: [files.python, process.execPath],
    readable: [dirname(pythonFolder), files.environmentDir, files.sourceDir],
    environment: instanceEnvironment(files, seen, passed),
  });
  const child = spawn(command!, args, {
    cwd: files.sourceDir,
    env: environment,
    stdio: ["pipe", "pipe", "pipe", "pipe", ...(options === undefined ? [] : (["pipe"] as const))],
    detached: true,
  });
  const [stdin, stdout, stderr] = [child.stdin!, child.stdout!, child.stderr!];
  const channel = child.stdio[3] as Readable;
  // What Python says before our code has joined the two streams.
  let complaints = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-4000);
  });
  stderr.on("error", () => {});
  // It may end before it has read them.
  (child.stdio[4] as Writable | undefined)?.on("error", () => {}).end(options);
  // The process may end at any time; that is told by `ended`.
  stdin.on("error", () => {});

  let broken = false;
  const messages = mailbox<Message>();
  const give = (message: Message | undefined) => {
    if (message && messages.isAwaited()) return messages.put(message);
    // It speaks out of turn: whatever comes next could be taken for the answer to another call.
    broken = true;
    killGroup(child);
  };
  readLines(
    channel,
    (line) => give(readMessage(line)),
    lineLimitBytes,
    () => give(undefined),
  );
  channel.once("close", () => messages.close());

  const output = divideOutput(stdout);
  const ended = exit(child, files.python).then(async (how) => {
    // Whatever the guardian could not end; normally there is nothing left.
    killGroup(child);
    messages.close();
    await within(1, new Promise((resolve) => (stdout.closed ? resolve(undefined) : stdout.once("close", resolve))));
    for (const stream of child.stdio) stream?.destroy();
    // What cannot be done is done before the next instance with the same user, or left to the system.
    await free?.().catch(() => {});
    // The guardian has removed it unless it was killed.
    await rm(folder.root, { recursive: true, force: true }).catch(() => {});
    return complaints === "" ? how : `${how}: ${complaints.trim()}`;
  });
  let gone = false;
  ended.finally(() => {
    gone = true;
  });
  return {
    output,
    ended,
    send: (line) => void stdin.write(line),
    next: messages.take,
    healthy: () => !broken && !gone && !messages.isClosed(),
    async end() {
      if (gone) return;
      // It is ending by itself, and tells how unless it is interrupted.
      if (messages.isClosed() && (await within(1, ended)) !== "timed out") return;
      // The guardian ends all descendants, also those that left the group. A signal would reach bwrap, which is before it.
      if (confinement.isolation.kind === "bwrap") stdin.destroy();
      else child.kill("SIGTERM");
      if ((await within(patienceSeconds, ended)) === "timed out") killGroup(child);
      await ended;
    },
  };
}

function exit(child: ChildProcess, python: string): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started with ${python} (${error.message}); compile the algorithm again`));
    child.once("exit", (code, signal) => {
      const name = signal ?? (code !== null && code > 128 ? nameOfSignal(code - 128) : undefined);
      resolve(name === undefined ? `exited with code ${code}` : `was killed by ${name}${reasons[name] ?? ""}`);
    });
  });
}

const reasons: Partial<Record<string, string>> = { SIGXCPU: ": it used more CPU time than it may" };

function nameOfSignal(number: number): string | undefined {
  return Object.entries(constants.signals).find(([, known]) => known === number)?.[0];
}

/** Hands each item to the one who waits for it. */
function mailbox<T>() {
  let waiting: ((item: T | undefined) => void)[] = [];
  let closed = false;
  return {
    isAwaited: () => waiting.length > 0,
    isClosed: () => closed,
    put(item: T) {
      waiting.shift()?.(item);
    },
    take: () => (closed ? Promise.resolve(undefined) : new Promise<T | undefined>((resolve) => waiting.push(resolve))),
    close() {
      closed = true;
      for (const tell of waiting) tell(undefined);
      waiting = [];
    },
  };
}
