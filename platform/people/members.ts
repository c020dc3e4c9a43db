import type { Exchange } from "../api/exchange";
import { pageByName } from "../api/pages/by-name";
import { existingOrganization, existingUser } from "./find";

/** Lists the members by name, in pages. */
export function listMembers(exchange: Exchange) {
  const { services, params } = exchange;
  const organization = existingOrganization(services, params.org);
  return pageByName(
    exchange,
    `${services.origin()}/v1/organizations/${organization.name}/members`,
    (after, limit) => services.store.organizations.members(organization, after, limit),
    ({ name, role }) => ({
      username: name,
      role,
      user_link: `${services.origin()}/v1/users/${name}`,
      resource_type: "organizationMember",
    }),
  );
}

/** Adds a user to an organization: 201 if that changed anything, else 200. */
export function addMember({ services, params, reply }: Exchange) {
  const organization = existingOrganization(services, params.org);
  const added = services.store.organizations.join(organization, existingUser(services, params.user));
  return reply.code(added ? 201 : 200).send();
}

/** Takes a user out of an organization. A user who is no member, or not there, counts as taken out. */
export function removeMember({ services, params, reply }: Exchange) {
  const organization = existingOrganization(services, params.org);
  const user = services.store.users.byName(params.user ?? "");
  if (user) services.store.organizations.leave(organization, user);
  return reply.code(204).send();
}
