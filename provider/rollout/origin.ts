import { type Checkout, readCheckout } from "./origin/checkout";
import { type CiOrigin, ciOrigin } from "./origin/ci";
import { pullRequestIn } from "./origin/pull-request";
import { webAddress } from "./origin/repository-address";

export { originOf, originTrailers } from "./origin/trailers";

/** What caused a rollout: a commit of the repository that the Pulumi program lies in. */
export interface Origin {
  /** Git commit, 40 hex. */
  commit: string;
  /** Tracked files differed from that commit, so that it alone does not tell what was rolled out. */
  dirty: boolean;
  /** The repository's address, without credentials. */
  repository?: string;
  /** The address of the pull request that brought the commit; `#12` (GitLab: `!12`) where only its number is known. */
  pullRequest?: string;
}

/**
 * Finds out which commit and pull request of the infrastructure repository are being rolled out. The checkout in the program's folder
 * counts; GitHub Actions and GitLab CI tell more about it, or all there is where git cannot be asked.
 *
 * @param directory The folder of the Pulumi program. @param environment Where a CI system says what it runs for.
 * @returns undefined outside of any repository. Never throws, and never holds a credential.
 * @example await findOrigin(".") // { commit: "0a1b…", dirty: false, repository: "https://github.com/acme/infra", pullRequest: "https://github.com/acme/infra/pull/12" }
 */
export async function findOrigin(directory: string, environment: NodeJS.ProcessEnv = process.env): Promise<Origin | undefined> {
  const checkout = await readCheckout(directory, environment);
  const told = ciOrigin(environment);
  // A job may check out another repository than its own: then what CI says is about something else.
  const ci = told && (!checkout || isSame(told, checkout)) ? told : undefined;
  const commit = checkout?.commit ?? ci?.commit;
  if (commit === undefined) return undefined;

  const repository = ci?.repository ?? checkout?.repository;
  const pullRequest = ci?.pullRequest ?? pullRequestIn(checkout?.message ?? ci?.message ?? "", repository);
  return { commit, dirty: checkout?.dirty ?? false, ...(repository && { repository }), ...(pullRequest && { pullRequest }) };
}

function isSame(ci: CiOrigin, { commit, repository }: Checkout): boolean {
  return ci.commit === commit || (repository !== undefined && webAddress(repository) === webAddress(ci.repository));
}
