import { countText } from "../model/count-text";
import { sizeText } from "../model/size-text";
import { fileNameOf } from "../model/store-uri";
import type { RolloutPlan } from "../rollout/rollout-plan";
import { shortened, stepTexts, versionText } from "./describe-plan";
import type { PinPlan } from "./plan-pins";

/** Twelve digits tell hashes apart, as in the names of uploaded files. */
const shownDigits = 12;

/** The plans as Markdown, for a comment on a pull request: a table, then the changed lines and what is wrong. */
export function planMarkdown(plans: readonly PinPlan[]): string {
  const changing = plans.filter((each) => "plan" in each && !isServed(each.plan)).length;
  const failing = plans.filter((each) => "problems" in each).length;
  const summary = `${changing} of ${countText(plans.length, "algorithm")} will change${failing > 0 ? `, ${failing} cannot be planned` : ""}.`;
  const rows = [["Algorithm", "Version", "Model", "What `pulumi up` does"], ["---", "---", "---", "---"], ...plans.map(rowOf)];
  const details = plans.flatMap(detailsOf);
  return `${[summary, "", ...rows.map((cells) => `| ${cells.join(" | ")} |`), ...details].join("\n")}\n`;
}

/** Does the newest version serve this already? Then there is nothing to do. */
function isServed({ newestVersion, version, files }: RolloutPlan): boolean {
  return version.kind === "select" && version.version === newestVersion && files.every(({ upload }) => !upload);
}

function rowOf(each: PinPlan): string[] {
  if ("problems" in each) return [code(each.algorithm), "–", "–", "**cannot be planned**, see below"];
  const { plan } = each;
  const models = plan.files.map(({ name, uri, sha256, sizeBytes }) => {
    const label = name === "" ? "" : `${escaped(name)}: `;
    return `${label}${code(fileNameOf(uri))}, ${sizeText(sizeBytes)}, sha256 ${code(sha256.slice(0, shownDigits))}`;
  });
  if (isServed(plan))
    return [code(plan.algorithm), `${plan.newestVersion}, unchanged`, models.join("<br>"), "nothing: it serves this already"];
  return [code(plan.algorithm), versionText(plan), models.join("<br>"), stepTexts(plan).map(escaped).join(", ")];
}

function detailsOf(each: PinPlan): string[] {
  if ("problems" in each)
    return ["", `${code(each.algorithm)} cannot be planned:`, "", ...each.problems.map(({ message }) => `> ${quoted(message)}`)];
  const { algorithm, changes, reason } = each.plan;
  const lines = changes.flatMap((change) =>
    "line" in change
      ? [`@@ ${change.path}:${change.line} @@`, `- ${shortened(change.before)}`, `+ ${shortened(change.after)}`]
      : [`@@ ${change.path}, made anew @@`],
  );
  const why = reason ? ["", `${code(algorithm)} gets a new version: ${escaped(reason)}.`] : [];
  return lines.length > 0 ? [...why, "", `In the source of ${code(algorithm)}:`, "", "```diff", ...lines, "```"] : why;
}

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const escaped = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
const quoted = (text: string) => text.replaceAll("\n", "\n> ");
