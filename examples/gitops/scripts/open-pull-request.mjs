/**
 * Opens the pull request of a branch that was just pushed, or rewrites the one that is open.
 *
 *   node scripts/open-pull-request.mjs
 *
 * Environment: GITHUB_TOKEN, BRANCH, TITLE; the text is read from reports/pull-request.md.
 */
import { event, findInList, github } from "./github.mjs";
import { report } from "./markdown.mjs";

const { BRANCH, TITLE, GITHUB_REPOSITORY, GITHUB_REPOSITORY_OWNER } = process.env;
const { default_branch: base } = event().repository ?? (await github("GET", ""));
const body = `${report("reports/pull-request.md")}\n\nThe preview below says what merging this does.`;

const open = await findInList(
  `/pulls?state=open&head=${encodeURIComponent(`${GITHUB_REPOSITORY_OWNER}:${BRANCH}`)}`,
  (each) => each.head.ref === BRANCH && each.head.repo?.full_name === GITHUB_REPOSITORY,
);
const { number } = open
  ? await github("PATCH", `/pulls/${open.number}`, { title: TITLE, body })
  : await github("POST", "/pulls", { title: TITLE, body, head: BRANCH, base });
console.log(`Pull request #${number}: ${TITLE}`);
