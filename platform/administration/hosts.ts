import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { existingOrganization } from "../people/find";
import { schemas } from "./schemas";

/** Tells which account of a host an organization's algorithms are to run under. */
export function getOrganizationHost({ services, params }: Exchange) {
  const { account, name } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  const host = services.store.hosts.ofOrganization(account.id);
  if (!host) throw new ApiError("HOST_NOT_RECORDED", name);
  return { id: host.id, org_id: host.organizationId, host_username: host.hostUsername, host_user_id: host.hostUserId };
}

/** Records it for an organization that has none yet. */
export async function createOrganizationHost({ services, params, request, reply }: Exchange) {
  const { host_username, host_user_id } = schemas().newHost(await jsonBody(request));
  const { account, name } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  const { hosts } = services.store;
  if (hosts.ofOrganization(account.id))
    throw new ApiError("INVALID_INPUT", `Host information of ${name} is recorded already: PUT changes it`);
  hosts.create({ organizationId: account.id, hostUsername: host_username, hostUserId: host_user_id });
  return reply.type("text/plain").send("created");
}

/** Changes what is recorded; the body names the organization by its id. */
export async function updateOrganizationHost({ services, request, reply }: Exchange) {
  const { org_id, host_username, host_user_id } = schemas().host(await jsonBody(request));
  const { hosts } = services.store;
  const organizationId = org_id.toLowerCase();
  if (!hosts.ofOrganization(organizationId)) throw new ApiError("HOST_NOT_RECORDED", org_id);
  hosts.update({ organizationId, hostUsername: host_username, hostUserId: host_user_id });
  return reply.type("text/plain").send("updated");
}

/** Forgets what is recorded. */
export function deleteOrganizationHost({ services, params, reply }: Exchange) {
  const { account, name } = existingOrganization(services, params.org, "UNKNOWN_ORGANIZATION");
  if (!services.store.hosts.ofOrganization(account.id)) throw new ApiError("HOST_NOT_RECORDED", name);
  services.store.hosts.remove(account.id);
  return reply.type("text/plain").send("deleted");
}
