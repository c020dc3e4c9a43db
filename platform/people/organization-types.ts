import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Store } from "../store";
import type { OrganizationType } from "../store/organization-types";
import { isAccountName } from "./names";
import { schemas } from "./schemas";

/** The type a client means by an id or, as it was documented first, by a name; nothing said means basic. */
export function organizationType({ organizationTypes }: Store, said = "basic"): OrganizationType | undefined {
  return organizationTypes.byIdOrName(said);
}

/** Lists the types. Clients look names up here before they make an organization. */
export function listOrganizationTypes({ services }: Exchange) {
  return services.store.organizationTypes.list();
}

/** Makes a type. Its id is the client's choice. */
export async function createOrganizationType({ services, request }: Exchange) {
  const { organizationTypes } = services.store;
  const body = schemas().organizationType(await jsonBody(request));
  const type = { id: body.id.toLowerCase(), name: body.name };
  if (!isAccountName(type.name)) {
    throw new ApiError("INVALID_INPUT", `name: '${type.name}' must be a letter, then letters, digits and _, at most 30 characters`);
  }
  for (const [field, value] of Object.entries(type)) {
    if (organizationTypes.byIdOrName(value)) throw new ApiError("INVALID_INPUT", `${field}: there is a type ${value} already`);
  }
  organizationTypes.create(type);
  return type;
}

/** Removes a type that no organization is of. */
export function deleteOrganizationType({ services, params, reply }: Exchange) {
  const { organizationTypes } = services.store;
  const type = organizationTypes.list().find(({ name }) => name.toLowerCase() === params.type?.toLowerCase());
  if (!type) throw new ApiError("ORGANIZATION_TYPE_NOT_FOUND", params.type);
  if (organizationTypes.isUsed(type.id))
    throw new ApiError("INVALID_INPUT", `There are organizations of the type ${type.name}. Change or delete them first.`);
  organizationTypes.remove(type.id);
  return reply.code(204).send();
}
