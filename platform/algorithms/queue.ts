import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { BuildOutcome, Engines } from "../engines";
import type { Repositories } from "../git/repositories";
import { notify } from "../people/notifications";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import type { Folders } from "../store/folders";
import { type BuildLogs, createBuildLogs } from "./build-logs";

/** Builds that wait and run: in order for each algorithm, a few at once overall. */
export interface BuildQueue {
  /** Puts a recorded build in line. One that a push asked for cancels those that earlier pushes of the algorithm asked for. */
  schedule(build: Build): void;
  /** A newer push has cancelled the build, which has not ended yet. */
  isCancelled(buildId: string): boolean;
  /** Waits until a build has succeeded or failed; undefined when it was dropped or the platform stops first. */
  settled(buildId: string): Promise<Build | undefined>;
  /** Puts the builds that an earlier process left unfinished in line again. */
  resume(): void;
  /** Drops an algorithm's builds, ends the running one and waits for it. */
  drop(algorithmId: string): Promise<void>;
  logs: BuildLogs;
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

interface Running {
  build: Build;
  abort: AbortController;
  done: Promise<void>;
  /** The newer push that cancels it. */
  newer?: Build;
}

const buildsAtOnce = 2;

/** Creates the queue of one platform. */
export function createBuildQueue({ store, folders, repositories, engines, log }: Needs): BuildQueue {
  let waiting: Build[] = [];
  const running = new Map<string, Running>();
  const listeners = new Map<string, ((build: Build | undefined) => void)[]>();
  let stopped = false;
  const logs = createBuildLogs(folders.logs);
  const versionDir = (buildId: string) => join(folders.versions, buildId);

  const tell = (buildId: string, build: Build | undefined) => {
    for (const listener of listeners.get(buildId) ?? []) listener(build);
    listeners.delete(buildId);
  };

  const line = (build: Build) => {
    const known = waiting.some(({ id }) => id === build.id) || running.get(build.algorithmId)?.build.id === build.id;
    if (!known) waiting.push(build);
  };

  /** A push builds the head of master only: what earlier pushes asked for and is not built yet is not needed any more. */
  const supersede = (newer: Build) => {
    const older = (build: Build) => build.algorithmId === newer.algorithmId && build.origin === "push" && build.sequence < newer.sequence;
    const cancelled = waiting.filter(older);
    waiting = waiting.filter((build) => !older(build));
    for (const build of cancelled) {
      const { write, close } = logs.begin(build.id);
      settle(build, cancelledBy(newer), write);
      close();
    }
    const current = running.get(newer.algorithmId);
    if (current && older(current.build)) {
      current.newer = newer;
      current.abort.abort();
    }
  };

  const pump = () => {
    while (!stopped && running.size < buildsAtOnce) {
      const next = waiting.find((build) => !running.has(build.algorithmId));
      if (!next) return;
      waiting = waiting.filter((build) => build !== next);
      const current: Running = { build: next, abort: new AbortController(), done: Promise.resolve() };
      running.set(next.algorithmId, current);
      current.done = run(current)
        .catch((error: unknown) => log.error({ err: error, build: next.id }, "build could not be recorded"))
        .finally(() => {
          running.delete(next.algorithmId);
          pump();
        });
    }
  };

  const run = async (current: Running) => {
    const { build } = current;
    const algorithm = store.algorithms.byId(build.algorithmId);
    if (!algorithm) return tell(build.id, undefined);
    store.builds.started(build.id);
    // A build that is run again after a restart begins its log anew.
    const { write, close } = logs.begin(build.id);
    try {
      const outcome = await runBuild(algorithm, build, current.abort.signal, write);
      // A build that the platform's own end cut off stays "running" in the store: the next start takes it up again.
      if (stopped && !outcome.succeeded) return tell(build.id, undefined);
      settle(build, isCancelled(outcome) && current.newer ? cancelledBy(current.newer) : outcome, write);
    } finally {
      close();
    }
  };

  const settle = (build: Build, outcome: BuildOutcome, write: (text: string) => void) => {
    write(outcome.succeeded ? "Build succeeded\n" : `Build failed (${outcome.kind}): ${outcome.message}\n`);
    store.atomically(() => {
      store.builds.finished(build.id, outcome.succeeded ? undefined : { kind: outcome.kind, message: outcome.message });
      if (!outcome.succeeded && !isCancelled(outcome)) notify(store, "build_failed", build.algorithmId, build.commitSha);
    });
    tell(build.id, store.builds.byId(build.id));
  };

  const runBuild = async (
    algorithm: Algorithm,
    build: Build,
    signal: AbortSignal,
    write: (text: string) => void,
  ): Promise<BuildOutcome> => {
    try {
      await rm(versionDir(build.id), { recursive: true, force: true });
      return await engines.builder().build({
        owner: algorithm.owner.name,
        name: algorithm.name,
        repositoryDir: repositories.folder(algorithm.id),
        commitSha: build.commitSha,
        versionDir: versionDir(build.id),
        log: write,
        signal,
      });
    } catch (error) {
      log.error({ err: error, build: build.id }, "builder failed");
      return { succeeded: false, kind: "platform", message: "The platform could not run it; its own log says why." };
    }
  };

  return {
    logs,
    versionDir,
    schedule(build) {
      line(build);
      if (build.origin === "push") supersede(build);
      pump();
    },
    isCancelled: (buildId) => [...running.values()].some(({ build, newer }) => build.id === buildId && newer !== undefined),
    async settled(buildId) {
      const build = store.builds.byId(buildId);
      if (!build || build.state === "succeeded" || build.state === "failed" || stopped) return build && final(build);
      return new Promise((resolve) => listeners.set(buildId, [...(listeners.get(buildId) ?? []), resolve]));
    },
    resume() {
      const unfinished = store.builds.requeue();
      for (const build of unfinished) line(build);
      for (const build of unfinished) if (build.origin === "push") supersede(build);
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

function isCancelled(outcome: BuildOutcome): boolean {
  return !outcome.succeeded && outcome.kind === "cancelled";
}

function cancelledBy({ commitSha }: Build): BuildOutcome {
  return { succeeded: false, kind: "cancelled", message: `A newer push came before it was built: commit ${commitSha} is built instead.` };
}
