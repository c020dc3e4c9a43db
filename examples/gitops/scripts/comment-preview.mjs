/**
 * Says on the pull request what merging it will do: one comment, rewritten by every push.
 *
 *   node scripts/comment-preview.mjs      after the steps `plan` and `preview`, which leave their output in reports/
 *
 * Environment: GITHUB_TOKEN, PLAN_OUTCOME and PREVIEW_OUTCOME (success, failure, skipped), STACK.
 */
import { appendFileSync } from "node:fs";
import { event, findInList, github, runUrl } from "./github.mjs";
import { folded, report } from "./markdown.mjs";

const marker = "<!-- pulumi-algorithmia: preview -->";

const { pull_request: pullRequest } = event();
const body = comment(process.env, pullRequest.head.sha);
appendFileSync(process.env.GITHUB_STEP_SUMMARY, body);

const existing = await findInList(`/issues/${pullRequest.number}/comments`, (each) => each.body.startsWith(marker));
if (existing) await github("PATCH", `/issues/comments/${existing.id}`, { body });
else await github("POST", `/issues/${pullRequest.number}/comments`, { body });

function comment({ PLAN_OUTCOME, PREVIEW_OUTCOME, STACK }, commit) {
  const good = PLAN_OUTCOME === "success" && PREVIEW_OUTCOME === "success";
  const plan = report("reports/plan.md");
  const preview = report("reports/preview.txt");
  return `${[
    marker,
    `### ${good ? "What merging this does to the models" : "This cannot be merged as it is"} (${STACK})`,
    plan || "There is no plan: the step before it failed.",
    ...(good ? ["Nothing has been changed yet. Versions that callers use now stay callable, whatever is merged."] : []),
    ...(preview ? [folded(good ? "The same as <code>pulumi preview --diff</code>" : "<code>pulumi preview --diff</code>", preview)] : []),
    `For ${commit}, [by this run](${runUrl()}).`,
  ].join("\n\n")}\n`;
}
