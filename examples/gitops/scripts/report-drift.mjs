/**
 * Keeps one open issue while production differs from this repository: opened at the first difference, rewritten every night, closed
 * when all is as pinned again.
 *
 *   node scripts/report-drift.mjs     after the steps `status` and `preview`, which leave their output in reports/
 *
 * Environment: GITHUB_TOKEN, STATUS_OUTCOME and PREVIEW_OUTCOME (success, failure, skipped), STACK.
 * Exit code 1 when something differs, so that the run is red too.
 */
import { appendFileSync } from "node:fs";
import { findInList, github, runUrl } from "./github.mjs";
import { folded, report } from "./markdown.mjs";

const marker = "<!-- pulumi-algorithmia: drift -->";

const { STATUS_OUTCOME, PREVIEW_OUTCOME, STACK } = process.env;
const clean = STATUS_OUTCOME === "success" && PREVIEW_OUTCOME === "success";
// GitHub lists pull requests among the issues.
const open = await findInList("/issues?state=open", (each) => !each.pull_request && (each.body ?? "").startsWith(marker));

if (clean) {
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, "Every pin is served.\n");
  if (open) {
    await github("POST", `/issues/${open.number}/comments`, {
      body: `Every pin is served again, as [this run](${runUrl()}) saw.`,
    });
    await github("PATCH", `/issues/${open.number}`, { state: "closed", state_reason: "completed" });
  }
} else {
  const body = differences();
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, body);
  if (open) await github("PATCH", `/issues/${open.number}`, { body });
  else await github("POST", "/issues", { title: `Models in ${STACK} differ from their pins`, body });
  process.exitCode = 1;
}

function differences() {
  return `${[
    marker,
    `What \`${STACK}\` serves is not what \`models.yaml\` on the default branch pins, or it could not be found out.`,
    folded("<code>pulumi-algorithmia status</code>: the pins and what the newest versions serve", report("reports/status.txt")),
    folded("<code>pulumi preview --refresh --diff</code>: what a rollout would change", report("reports/preview.txt")),
    "To go back to the pins, run the workflow **deploy** by hand. To keep what serves now, pin it in a pull request.",
    `Seen by [this run](${runUrl()}); the next one rewrites or closes this issue.`,
  ].join("\n\n")}\n`;
}
