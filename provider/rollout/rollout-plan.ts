import { type ChangedLine, changedLines, type RegeneratedFile } from "./changed-lines";
import type { Plan } from "./decide";
import type { Desired } from "./desired";
import type { Observed } from "./observe";
import { newestOf, nextVersion } from "./versions";

/** What `up` will do for one algorithm, as far as can be told before. */
export interface RolloutPlan {
  algorithm: string;
  /** The newest published version now. */
  newestVersion?: string;
  files: { name: string; uri: string; sha256: string; sizeBytes: number; upload: boolean }[];
  changes: (ChangedLine | RegeneratedFile)[];
  /** `new`: of the new commit or once more of the head; `waiting`: one runs already; `done`: one is there; `none`: not needed. */
  build: "new" | "waiting" | "done" | "none";
  version: { kind: "publish"; version: string } | { kind: "select"; version: string };
  /** Why bytes that a version served already need a new one. */
  reason?: string;
  smokeTests: number;
  /** Inputs that the serving version and the new one are both called with. */
  comparedInputs: number;
}

/** Tells a rollout's decision. Pure. */
export function rolloutPlan(observed: Observed, plan: Plan, desired: Desired): RolloutPlan {
  const newest = newestOf(observed.versions)?.version;
  const releases = plan.version.kind === "release";
  return {
    algorithm: desired.algorithm,
    newestVersion: newest,
    files: observed.files.map((file) => ({
      name: file.name,
      uri: file.uri,
      sha256: file.sha256,
      sizeBytes: file.sizeBytes,
      upload: plan.upload.includes(file),
    })),
    changes: releases ? changedLines(observed.sources, observed.changes) : [],
    build: buildOf(plan),
    version:
      plan.version.kind === "select"
        ? { kind: "select", version: plan.version.version.version }
        : { kind: "publish", version: nextVersion(newest, desired.versionType) },
    reason: releases ? reasonOf(observed) : undefined,
    smokeTests: releases ? (desired.smokeTests?.length ?? 0) : 0,
    comparedInputs: releases && newest !== undefined ? (desired.compare?.inputs.length ?? 0) : 0,
  };
}

function buildOf({ version }: Plan): RolloutPlan["build"] {
  if (version.kind === "select") return "none";
  return version.build.kind === "ready" ? "done" : version.build.kind === "running" ? "waiting" : "new";
}

function reasonOf({ sameSource, servedBefore }: Observed): string | undefined {
  const [other] = sameSource;
  if (other) return `${other.version} serves this source with other settings, which a version keeps for ever`;
  if (!servedBefore) return undefined;
  const { version, paths, movedFrom } = servedBefore;
  if (movedFrom !== undefined) return `${version} served these bytes from ${movedFrom}`;
  const shown = paths.length > 3 ? [...paths.slice(0, 3), `${paths.length - 3} more`] : paths;
  return `${version} served these bytes, but the source has changed since${shown.length > 0 ? ` (${shown.join(", ")})` : ""}`;
}
