import type { Origin } from "../origin";
import { publicAddress } from "./repository-address";

const dirtyMark = " (with uncommitted changes)";

/**
 * The git trailers that say in an algorithm's commit where a rollout came from.
 * @example originTrailers(origin) // ["Rollout-Commit: 0a1b…", "Rollout-Pull-Request: https://github.com/acme/infra/pull/12"]
 */
export function originTrailers({ commit, dirty, repository, pullRequest }: Origin): string[] {
  return [
    `Rollout-Commit: ${commit}${dirty ? dirtyMark : ""}`,
    ...(repository ? [`Rollout-Repository: ${repository}`] : []),
    ...(pullRequest ? [`Rollout-Pull-Request: ${pullRequest}`] : []),
  ];
}

/** Reads those trailers back. Anybody may write a commit message: what does not look as written here is left out. */
export function originOf(message: string): Origin | undefined {
  const trailer = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(message)?.[1]?.trim() ?? "";
  const [, commit, mark] = /^([0-9a-f]{40,64})( \(with uncommitted changes\))?$/.exec(trailer("Rollout-Commit")) ?? [];
  if (commit === undefined) return undefined;
  const repository = publicAddress(trailer("Rollout-Repository"));
  const told = trailer("Rollout-Pull-Request");
  const pullRequest = /^[#!]\d+$/.test(told) ? told : publicAddress(told);
  return { commit, dirty: mark !== undefined, ...(repository && { repository }), ...(pullRequest && { pullRequest }) };
}
