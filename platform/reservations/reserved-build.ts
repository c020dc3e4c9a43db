import { selectBuild } from "../algorithms/select";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import type { Reservation } from "../store/reservations";

/** The build that a reservation means now, if its caller may call it: what `latest` means changes with each publish. */
export function reservedBuild(
  store: Store,
  algorithm: Algorithm,
  { caller, selector }: Pick<Reservation, "caller" | "selector">,
): Build | undefined {
  const ownerId = algorithm.owner.id;
  const buildId = selectBuild(selector, {
    versions: store.versions.list(algorithm.id),
    buildsOf: (commitSha) => store.builds.ofCommit(algorithm.id, commitSha).filter(({ state }) => state === "succeeded"),
    isOwner: caller.id === ownerId || store.organizations.ofMember(caller).includes(ownerId),
  });
  return buildId === undefined ? undefined : store.builds.byId(buildId);
}
