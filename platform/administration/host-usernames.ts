import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { uuid } from "../api/route";
import { existingOrganization } from "../people/find";
import { schemas } from "./schemas";

/** Lists the accounts of a host that algorithms of an organization are to run under. */
export function getHostUsernames({ services, params }: Exchange) {
  const { account } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  return services.store.hosts
    .usernames(account.id)
    .map(({ algorithmId, functionalId }) => ({ algorithm_id: algorithmId, functional_id: functionalId }));
}

/** Sets them for some of the organization's algorithms and leaves the others as they are. */
export async function setHostUsernames({ services, params, request, reply }: Exchange) {
  const { updates } = schemas().hostUsernames(await jsonBody(request));
  const { account, name } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  const { algorithms, hosts } = services.store;
  const strange = updates.find(({ algorithm_id }) => algorithms.byId(algorithm_id)?.owner.id !== account.id);
  if (strange) throw new ApiError("INVALID_INPUT", `updates: ${name} has no algorithm with the id ${strange.algorithm_id}`);
  hosts.setUsernames(
    account.id,
    updates.map(({ algorithm_id, functional_id }) => ({ algorithmId: algorithm_id.toLowerCase(), functionalId: functional_id })),
  );
  return reply.code(204).send();
}

/** Forgets it for an algorithm; nothing recorded counts as forgotten. */
export function deleteHostUsername({ services, params, reply }: Exchange) {
  const { algorithmId = "" } = params;
  if (!isUuid.test(algorithmId)) throw new ApiError("INVALID_INPUT", `algorithmId: '${algorithmId}' must be a UUID`);
  const { account } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  services.store.hosts.removeUsername(account.id, algorithmId.toLowerCase());
  return reply.code(204).send();
}

const isUuid = new RegExp(`^${uuid}$`);
