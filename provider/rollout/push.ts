import type { Repository } from "../client";
import { errors } from "../errors";
import type { Desired } from "./desired";
import type { Identity } from "./identify";
import { commitMessage } from "./lineage";
import type { Observed } from "./observe";
import type { Report } from "./report";

/**
 * Commits the source that names the model on top of the branch and pushes it, never by force.
 * @returns the commit, or undefined when somebody else pushed first: look again and decide anew.
 * @throws PUSH_REJECTED
 */
export async function pushReference(
  desired: Desired,
  identity: Identity,
  observed: Observed,
  repository: Repository,
  report: Report,
): Promise<string | undefined> {
  const { algorithm, modelUri, modelSha256 } = desired;
  report.progress("reference", `naming the model in ${observed.reference.path}:${observed.reference.line}`);
  const message = commitMessage({ modelSha256, modelUri, modelBytes: identity.sizeBytes, modelMd5: identity.md5 });
  const commit = await repository.commit(observed.head, observed.tree, message);
  const outcome = await repository.push(commit);
  if (outcome.kind === "rejected") throw errors.PUSH_REJECTED(algorithm, outcome.reason);
  if (outcome.kind === "overtaken") return undefined;
  report.changed("reference");
  return commit;
}
