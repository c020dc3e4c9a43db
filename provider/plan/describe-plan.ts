import { countText } from "../model/count-text";
import { isHosted } from "../model/object-version";
import { sizeText } from "../model/size-text";
import { collectionOf, fileNameOf } from "../model/store-uri";
import type { ChangedLine, RegeneratedFile } from "../rollout/changed-lines";
import type { RolloutPlan } from "../rollout/rollout-plan";

/** `0.2.0 → 0.3.0`, `selects published 0.1.0`. */
export function versionText({ newestVersion, version }: RolloutPlan): string {
  if (version.kind === "select") return `selects published ${version.version}`;
  return newestVersion === undefined ? `first version, ${version.version}` : `${newestVersion} → ${version.version}`;
}

/** What is done, in order: `upload a.pkl (1.2 MiB)`, `change src/a.py:4`, `build`, `3 smoke tests`. */
export function stepTexts(plan: RolloutPlan): string[] {
  const { files, changes, build, smokeTests, comparedInputs, version } = plan;
  const places = [...new Set(changes.map((change) => ("line" in change ? `${change.path}:${change.line}` : change.path)))];
  return [
    ...files.map(({ uri, sizeBytes, upload }) =>
      upload
        ? `upload ${fileNameOf(uri)} (${sizeText(sizeBytes)})${elsewhere(uri)}`
        : `${fileNameOf(uri)} is already there (${sizeText(sizeBytes)})`,
    ),
    ...(places.length > 0 ? [`change ${places.join(", ")}`] : []),
    ...{ new: ["build"], waiting: ["wait for its build"], done: ["its build is done"], none: ["no build"] }[build],
    ...(smokeTests > 0 ? [`run ${countText(smokeTests, "smoke test")}`] : []),
    ...(comparedInputs > 0 ? [`compare ${countText(comparedInputs, "answer")} with the serving version`] : []),
    version.kind === "publish" ? `publish ${version.version}` : "no publish",
  ];
}

/** Most models go to hosted data; any other place is named. */
const elsewhere = (uri: string) => (isHosted(uri) ? "" : ` to ${collectionOf(uri)}`);

/** The plan as lines for a person: a summary first, then what changes in the source. */
export function planLines(plan: RolloutPlan): string[] {
  return [
    `${plan.algorithm}: ${versionText(plan)}. ${stepTexts(plan).join(", ")}`,
    ...(plan.reason ? [`  why: ${plan.reason}`] : []),
    ...plan.changes.flatMap(changeLines),
  ];
}

function changeLines(change: ChangedLine | RegeneratedFile): string[] {
  if (!("line" in change)) return [`  ${change.path}: made anew`];
  return [`  ${change.path}:${change.line}`, `  - ${shortened(change.before)}`, `  + ${shortened(change.after)}`];
}

const longestLine = 200;

export function shortened(text: string): string {
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}
