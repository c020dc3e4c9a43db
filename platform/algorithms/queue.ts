import { closeSync, openSync, writeSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { BuildOutcome, Engines } from "../engines";
import type { Repositories } from "../git/repositories";
import { notify } from "../people/notifications";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import type { Folders } from "../store/folders";

/** Builds that wait and run: in order for each algorithm, a few at once overall. */
export interface BuildQueue {
  /** Puts a recorded build in line. */
  schedule(build: Build): void;
  /** Waits until a build has succeeded or failed; undefined when it was dropped or the platform stops first. */
  settled(buildId: string): Promise<Build | undefined>;
  /** Puts the builds that an earlier process left unfinished in line again. */
  resume(): void;
  /** Drops an algorithm's builds, ends the running one and waits for it. */
  drop(algorithmId: string): Promise<void>;
  /** The log so far. */
  log(buildId: string): Promise<string>;
  logFile(buildId: string): string;
  versionDir(buildId: string): string;
  counts(): { waiting: number; running: number };
  /** Starts no more builds. Running ones end with the builder and are put in line again at the next start. */
  stop(): void;
  /** Waits until no build runs. */
  idle(): Promise<void>;
}

interface Needs {
  store: Store;
  folders: Folders;
  repositories: Repositories;
  engines: Engines;
  log: Logger;
}

const buildsAtOnce = 2;

/** Creates the queue of one platform. */
export function createBuildQueue({ store, folders, repositories, engines, log }: Needs): BuildQueue {
  let waiting: Build[] = [];
  const running = new Map<string, { build: Build; abort: AbortController; done: Promise<void> }>();
  const listeners = new Map<string, ((build: Build | undefined) => void)[]>();
  let stopped = false;
  const logFile = (buildId: string) => join(folders.logs, `${buildId}.log`);
  const versionDir = (buildId: string) => join(folders.versions, buildId);

  const tell = (buildId: string, build: Build | undefined) => {
    for (const listener of listeners.get(buildId) ?? []) listener(build);
    listeners.delete(buildId);
  };

  const line = (build: Build) => {
    const known = waiting.some(({ id }) => id === build.id) || running.get(build.algorithmId)?.build.id === build.id;
    if (!known) waiting.push(build);
  };

  const pump = () => {
    while (!stopped && running.size < buildsAtOnce) {
      const next = waiting.find((build) => !running.has(build.algorithmId));
      if (!next) return;
      waiting = waiting.filter((build) => build !== next);
      const abort = new AbortController();
      const done = run(next, abort.signal)
        .catch((error: unknown) => log.error({ err: error, build: next.id }, "build could not be recorded"))
        .finally(() => {
          running.delete(next.algorithmId);
          pump();
        });
      running.set(next.algorithmId, { build: next, abort, done });
    }
  };

  const run = async (build: Build, signal: AbortSignal) => {
    const algorithm = store.algorithms.byId(build.algorithmId);
    if (!algorithm) return tell(build.id, undefined);
    store.builds.started(build.id);
    const outcome = await runBuild(algorithm, build, signal);
    // A build that the platform's own end cut off stays "running" in the store: the next start takes it up again.
    if (stopped && !outcome.succeeded) return tell(build.id, undefined);
    store.atomically(() => {
      store.builds.finished(build.id, outcome.succeeded ? "succeeded" : "failed");
      if (!outcome.succeeded) notify(store, "build_failed", algorithm.id, build.commitSha);
    });
    tell(build.id, store.builds.byId(build.id));
  };

  const runBuild = async (algorithm: Algorithm, build: Build, signal: AbortSignal): Promise<BuildOutcome> => {
    // "w": a build that is run again after a restart begins its log anew.
    const file = openSync(logFile(build.id), "w");
    const write = (text: string) => void writeSync(file, text);
    try {
      await rm(versionDir(build.id), { recursive: true, force: true });
      const outcome = await engines.builder().build({
        owner: algorithm.owner.name,
        name: algorithm.name,
        repositoryDir: repositories.folder(algorithm.id),
        commitSha: build.commitSha,
        versionDir: versionDir(build.id),
        log: write,
        signal,
      });
      write(outcome.succeeded ? "Build succeeded\n" : `Build failed (${outcome.kind}): ${outcome.message}\n`);
      return outcome;
    } catch (error) {
      log.error({ err: error, build: build.id }, "builder failed");
      write("Build failed: the platform could not run it; its own log says why.\n");
      return { succeeded: false, kind: "clone", message: (error as Error).message };
    } finally {
      closeSync(file);
    }
  };

  return {
    logFile,
    versionDir,
    schedule(build) {
      line(build);
      pump();
    },
    async settled(buildId) {
      const build = store.builds.byId(buildId);
      if (!build || build.state === "succeeded" || build.state === "failed" || stopped) return build && final(build);
      return new Promise((resolve) => listeners.set(buildId, [...(listeners.get(buildId) ?? []), resolve]));
    },
    resume() {
      for (const build of store.builds.requeue()) line(build);
      pump();
    },
    async drop(algorithmId) {
      const dropped = waiting.filter((build) => build.algorithmId === algorithmId);
      waiting = waiting.filter((build) => build.algorithmId !== algorithmId);
      for (const build of dropped) tell(build.id, undefined);
      const current = running.get(algorithmId);
      current?.abort.abort();
      await current?.done;
    },
    async idle() {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
    counts: () => ({ waiting: waiting.length, running: running.size }),
    log: (buildId) => readFile(logFile(buildId), "utf8").catch(() => ""),
    stop() {
      stopped = true;
      for (const buildId of [...listeners.keys()]) {
        if (!running.has(store.builds.byId(buildId)?.algorithmId ?? "")) tell(buildId, undefined);
      }
    },
  };
}

function final(build: Build): Build | undefined {
  return build.state === "succeeded" || build.state === "failed" ? build : undefined;
}
