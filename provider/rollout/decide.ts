import type { PublishedVersion } from "../client";
import { type Desired, normalisedSample } from "./desired";
import type { Observed, ObservedFile } from "./observe";
import { newestOf } from "./versions";

/** What is missing between what is and what shall be. */
export interface Plan {
  upload: ObservedFile[];
  version: { kind: "select"; version: PublishedVersion } | { kind: "release"; commit: "head" | "new"; build: BuildPlan };
}

/** Where the build of the commit comes from: it is there, it is running, or it has to be started. */
export type BuildPlan = { kind: "ready"; buildId: string } | { kind: "running"; buildId: string } | { kind: "pushed" } | { kind: "start" };

/** Decides, from what was observed alone, what a rollout still has to do. Pure. */
export function decide(observed: Observed, desired: Desired): Plan {
  const upload = observed.files.filter(({ bytes, inStore }) => bytes.kind === "local" && inStore !== "same");
  const fitting = observed.sameSource.filter((version) => hasSettings(version, desired));
  const selected = fitting.find(({ version }) => version === desired.current?.version) ?? newestOf(fitting);
  if (selected) return { upload, version: { kind: "select", version: selected } };

  const headNamesAll = observed.changes.length === 0;
  return {
    upload,
    version: headNamesAll
      ? { kind: "release", commit: "head", build: planBuild(observed) }
      : { kind: "release", commit: "new", build: { kind: "pushed" } },
  };
}

/** A build that is published cannot be published again: other settings need a new one. */
function planBuild(observed: Observed): BuildPlan {
  const unpublished = observed.headBuilds.filter((build) => !observed.publishedBuilds.has(build.build_id));
  const ready = unpublished.find((build) => build.status === "succeeded");
  if (ready) return { kind: "ready", buildId: ready.build_id };
  const running = unpublished.find((build) => build.status === "in-progress");
  if (running) return { kind: "running", buildId: running.build_id };
  // No build at all may mean that the push was a moment ago and its build is not listed yet.
  return observed.headBuilds.length === 0 ? { kind: "pushed" } : { kind: "start" };
}

/** Settings are part of a version for ever; only those that were asked for and that the platform reports are compared. */
function hasSettings(version: PublishedVersion, { callability, sampleInput }: Desired): boolean {
  const agrees = (wanted: string | undefined, has: string | undefined) => wanted === undefined || has === undefined || wanted === has;
  return agrees(callability, version.callability) && agrees(normalisedSample(sampleInput), normalisedSample(version.sampleInput));
}
