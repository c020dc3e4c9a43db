import { publicAddress } from "./repository-address";

/** What a CI system says of the commit that it runs for. */
export interface CiOrigin {
  commit: string;
  repository: string;
  pullRequest?: string;
  message?: string;
}

/** Reads the variables of GitHub Actions and GitLab CI; undefined elsewhere. */
export function ciOrigin(environment: NodeJS.ProcessEnv): CiOrigin | undefined {
  return gitHub(environment) ?? gitLab(environment);
}

function gitHub(environment: NodeJS.ProcessEnv): CiOrigin | undefined {
  const {
    GITHUB_SERVER_URL: server = "https://github.com",
    GITHUB_REPOSITORY: name,
    GITHUB_SHA: commit,
    GITHUB_REF: ref = "",
  } = environment;
  const repository = name && publicAddress(`${server}/${name}`);
  if (!repository || !isCommit(commit)) return undefined;
  const number = /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1];
  return { commit, repository, ...(number && { pullRequest: `${repository}/pull/${number}` }) };
}

function gitLab(environment: NodeJS.ProcessEnv): CiOrigin | undefined {
  const {
    CI_PROJECT_URL: project = "",
    CI_COMMIT_SHA: commit,
    CI_MERGE_REQUEST_IID: number = "",
    CI_COMMIT_MESSAGE: message,
  } = environment;
  const repository = publicAddress(project);
  if (!repository || !isCommit(commit)) return undefined;
  const pullRequest = /^\d+$/.test(number) ? `${repository}/-/merge_requests/${number}` : undefined;
  return { commit, repository, ...(pullRequest && { pullRequest }), ...(message && { message }) };
}

const isCommit = (text: string | undefined): text is string => text !== undefined && /^[0-9a-f]{40,64}$/.test(text);
