import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileHash } from "./hash-file";
import { hashModel } from "./hash-model";
import type { HashAnswer } from "./hash-worker";

/** Below this size a file is hashed before a thread would have started (some 30 ms). */
const smallFileBytes = 16 * 1024 * 1024;

interface Job {
  path: string;
  signal?: AbortSignal;
  resolve: (hash: FileHash) => void;
  reject: (error: unknown) => void;
}

/** Hashes files and folders, big ones in threads of their own. */
export type HashQueue = (path: string, sizeBytes: number, options?: { signal?: AbortSignal }) => Promise<FileHash>;

/**
 * Makes a queue that hashes up to one big file a processor at the same time, and small ones at once on the caller's thread.
 *
 * Threads start with the first big file and end with the last: nothing is left that would keep a program from exiting.
 *
 * @param options.workerFile The thread's script; without one, big files too are hashed on the caller's thread.
 * @example const hashes = await Promise.all(paths.map((path) => queue(path, sizeOf(path))));
 */
export function createHashQueue(options: { workerFile?: string; threads?: number; smallBytes?: number }): HashQueue {
  const { workerFile, threads = availableParallelism(), smallBytes = smallFileBytes } = options;
  const waiting: Job[] = [];
  let running = 0;
  if (workerFile === undefined) return (path, _sizeBytes, { signal } = {}) => hashModel(path, { signal });

  return (path, sizeBytes, { signal } = {}) => {
    if (sizeBytes < smallBytes) return hashModel(path, { signal });
    return new Promise((resolve, reject) => {
      waiting.push({ path, signal, resolve, reject });
      if (running < threads) void serve(workerFile);
    });
  };

  async function serve(script: string): Promise<void> {
    running += 1;
    let worker: Worker | undefined;
    try {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        worker ??= startThread(script);
        if (!(await hashIn(worker, job))) {
          void worker.terminate();
          worker = undefined;
        }
      }
    } finally {
      running -= 1;
      await worker?.terminate();
    }
  }
}

function startThread(script: string): Worker {
  const worker = new Worker(script, { execArgv: [] });
  return worker.on("error", () => undefined); // One that is being ended may still fail; nobody waits for it any more.
}

/** @returns whether the thread can take another file. */
function hashIn(worker: Worker, job: Job): Promise<boolean> {
  return new Promise((done) => {
    const finish = (usable: boolean, settle: () => void) => {
      worker.off("message", onMessage).off("error", onFailure).off("exit", onFailure);
      job.signal?.removeEventListener("abort", onAbort);
      settle();
      done(usable);
    };
    const onMessage = (answer: HashAnswer) => finish(true, () => (answer.ok ? job.resolve(answer.hash) : job.reject(errorOf(answer))));
    const onAbort = () => finish(false, () => job.reject(job.signal?.reason));
    // The thread could not start or died (memory, a policy): the file is hashed here instead, only slower.
    const onFailure = () => finish(false, () => hashModel(job.path, { signal: job.signal }).then(job.resolve, job.reject));
    worker.on("message", onMessage).on("error", onFailure).on("exit", onFailure);
    job.signal?.addEventListener("abort", onAbort, { once: true });
    if (job.signal?.aborted) onAbort();
    else worker.postMessage(job.path);
  });
}

function errorOf({ code, message }: { code?: string; message: string }): Error {
  return Object.assign(new Error(message), { code });
}

/** Where the thread's script is; undefined when this package is not installed as one (its parts were bundled, or not built). */
export function findWorkerFile(): string | undefined {
  try {
    const file = require.resolve("pulumi-algorithmia/hash-worker");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

let shared: HashQueue | undefined;

/** The queue of this process, made when it is first used. */
export const hashInQueue: HashQueue = (path, sizeBytes, options) => {
  shared ??= createHashQueue({ workerFile: findWorkerFile() });
  return shared(path, sizeBytes, options);
};
