import { setTimeout as delay } from "node:timers/promises";
import type { Build, Platform } from "../client";
import { errors } from "../errors";
import type { BuildPlan } from "./decide";
import type { Desired } from "./desired";
import type { Report } from "./report";

/** A push starts a build by itself; this long it may take until that build is listed. */
const pushLagSeconds = 15;
const shortestPauseSeconds = 0.2;
const longestPauseSeconds = 5;
const logLines = 30;
/** A build that is done within this says no more than that it runs. */
const quietSeconds = 2;
const longestPhase = 80;

/**
 * Brings a commit to a successful build that is not published yet, starting one only where none is there. A build that a newer push
 * cancelled is started once more: a build that was asked for by hand is not cancelled, and this commit is what shall be served.
 * @throws BUILD_FAILED with the end of the log, BUILD_TIMEOUT
 */
export async function build(desired: Desired, commit: string, plan: BuildPlan, platform: Platform, report: Report): Promise<Build> {
  const { algorithm } = desired;
  const settled = follower(desired, commit, platform, report);
  report.progress("build", `building ${commit.slice(0, 8)}`);
  const known =
    plan.kind === "ready" || plan.kind === "running"
      ? await platform.algorithms.build(algorithm, plan.buildId)
      : plan.kind === "pushed"
        ? await buildOfPush(desired, commit, platform)
        : undefined;
  let found = await settled(known ?? (await compile(desired, commit, platform)));
  if (found.failure?.kind === "cancelled") {
    report.progress("build", `building ${commit.slice(0, 8)} again: a newer push cancelled its build`);
    found = await settled(await compile(desired, commit, platform));
  }
  if (found.status === "succeeded") return found;
  const log = await platform.algorithms.buildLog(algorithm, found.build_id);
  throw errors.BUILD_FAILED(algorithm, commit.slice(0, 8), log.trimEnd().split("\n").slice(-logLines).join("\n"));
}

/** Waits until a build has ended, and tells meanwhile what it is at. */
function follower({ algorithm, timeouts }: Desired, commit: string, platform: Platform, report: Report) {
  const deadline = Date.now() + timeouts.build * 1000;
  const tellPhaseFrom = Date.now() + quietSeconds * 1000;
  const tellPhase = phaseTeller(algorithm, platform, report);
  return async (begun: Build): Promise<Build> => {
    let found = begun;
    for (
      let pauseSeconds = shortestPauseSeconds;
      found.status === "in-progress";
      pauseSeconds = Math.min(pauseSeconds * 1.5, longestPauseSeconds)
    ) {
      report.checkpoint("build"); // It goes on without us, and the next run finds it.
      if (Date.now() > deadline) throw errors.BUILD_TIMEOUT(algorithm, commit.slice(0, 8), timeouts.build);
      await delay(pauseSeconds * 1000);
      found = await platform.algorithms.build(algorithm, found.build_id);
      if (Date.now() > tellPhaseFrom) await tellPhase(found, commit);
    }
    return found;
  };
}

/** Tells what a long build is at: the last line of its log, whenever that is another one. */
function phaseTeller(algorithm: string, platform: Platform, report: Report) {
  let told = "";
  return async (running: Build, commit: string) => {
    if (running.status !== "in-progress") return;
    const log = await platform.algorithms.runningLog(algorithm, running).catch(() => ""); // Nothing depends on it.
    const phase = log.trimEnd().split("\n").at(-1)?.trim().slice(0, longestPhase) ?? "";
    if (phase !== "" && phase !== told) report.progress("build", `building ${commit.slice(0, 8)}: ${phase}`);
    told = phase;
  };
}

async function buildOfPush(desired: Desired, commit: string, platform: Platform): Promise<Build | undefined> {
  const deadline = Date.now() + Math.min(pushLagSeconds, desired.timeouts.build) * 1000;
  for (let pauseSeconds = shortestPauseSeconds; ; pauseSeconds *= 1.5) {
    const found = (await platform.algorithms.builds(desired.algorithm)).find((candidate) => candidate.commit_sha === commit);
    if (found || Date.now() > deadline) return found;
    await delay(pauseSeconds * 1000);
  }
}

/** Starts a build by hand and waits for it, as the platform's own `compile` does. */
export async function compile({ algorithm, timeouts }: Desired, commit: string, platform: Platform): Promise<Build> {
  const before = new Set((await platform.algorithms.builds(algorithm)).map((known) => known.build_id));
  // A gateway may give up waiting while the build goes on, so the fault counts only if no build came of it.
  const fault = await platform.algorithms.compile(algorithm, commit, timeouts.build).catch((error: unknown) => error);
  const builds = await platform.algorithms.builds(algorithm);
  const started = builds.find((candidate) => candidate.commit_sha === commit && !before.has(candidate.build_id));
  // A build that somebody else had running is what the platform answers a compile of the same commit with.
  const joined = builds.find((candidate) => candidate.commit_sha === commit && candidate.status !== "failed");
  const found = started ?? joined;
  if (found) return found;
  throw fault ?? errors.PLATFORM_ANSWER_MALFORMED(platform.connection.apiAddress, `building ${algorithm}`, "no build was started");
}
