import type { Repository } from "../client";
import { errors } from "../errors";
import { commitMessage } from "./lineage";
import type { Observed } from "./observe";
import { findOrigin, originTrailers } from "./origin";
import type { Report } from "./report";

/**
 * Commits the source that names the models on top of the branch and pushes it, never by force.
 * @returns the commit, or undefined when somebody else pushed first: look again and decide anew.
 * @throws PUSH_REJECTED
 */
export async function pushReference(
  algorithm: string,
  observed: Observed,
  repository: Repository,
  report: Report,
): Promise<string | undefined> {
  const places = observed.files.map(({ named: { path, line } }) => `${path}:${line}`);
  report.progress("reference", `naming the model in ${places.join(" and ")}`);
  const origin = await findOrigin(process.cwd()); // the program's folder
  const commit = await repository.commit(observed.head, observed.tree, commitMessage(observed, origin ? originTrailers(origin) : []));
  const outcome = await repository.push(commit);
  if (outcome.kind === "rejected") throw errors.PUSH_REJECTED(algorithm, outcome.reason);
  if (outcome.kind === "overtaken") return undefined;
  report.changed("reference");
  return commit;
}
