import { readFileSync } from "node:fs";

/**
 * One request to GitHub's REST API, for the repository that the workflow runs in. The runner names address and repository, the workflow
 * gives GITHUB_TOKEN. A few lines instead of a client library: nothing but Pulumi's packages runs where the secrets are.
 * Returns the parsed answer; throws with GitHub's own message otherwise.
 */
export async function github(method, path, body) {
  const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env;
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      Accept: "application/vnd.github+json",
      Authorization: `Bearer ${GITHUB_TOKEN}`,
      "Content-Type": "application/json",
      "User-Agent": "pulumi-algorithmia-gitops",
      "X-GitHub-Api-Version": "2022-11-28",
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${method} ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const perPage = 100;

/** The first item of a list, over all its pages, that `matches`; undefined when there is none. */
export async function findInList(path, matches) {
  for (let page = 1; ; page += 1) {
    const items = await github("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${perPage}&page=${page}`);
    const found = items.find(matches);
    if (found || items.length < perPage) return found;
  }
}

/** What happened: the event's payload, as the runner wrote it. */
export function event() {
  return JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
}

/** Where a reader finds everything this run printed. */
export function runUrl() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
