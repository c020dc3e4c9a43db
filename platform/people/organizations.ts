import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange, Services } from "../api/exchange";
import { pageByName } from "../api/pages/by-name";
import type { Organization } from "../store/organizations";
import { existingOrganization } from "./find";
import { isAccountName } from "./names";
import { organizationType } from "./organization-types";
import { removeAccount } from "./remove";
import { type OrganizationBody, schemas } from "./schemas";

/** Creates an organization. The user of the admin key that asks, if it is a user's, becomes its owner. */
export async function createOrganization({ services, caller, request }: Exchange) {
  const { store } = services;
  const body = schemas().organization(await jsonBody(request));
  const missing = required.filter((field) => body[field] === undefined);
  if (missing.length > 0) throw new ApiError("MALFORMED_ORGANIZATION", `Required fields are missing: ${missing.join(", ")}`);
  const { org_name = "" } = body;
  if (!isAccountName(org_name)) {
    throw new ApiError("INVALID_INPUT", `org_name: '${org_name}' must be a letter, then letters, digits and _, at most 30 characters`);
  }
  const typeId = typeOf(services, body.type_id);
  const owners = ownersIn(services, body) ?? (caller.user ? [caller.user.id] : []);
  if (store.users.byName(org_name)) throw new ApiError("ORGANIZATION_EXISTS", org_name);
  return store.atomically(() => {
    const organization = store.organizations.create(
      { name: org_name, typeId, contactName: body.org_contact_name ?? "", extras: extrasOf(body) },
      { email: body.org_email, fullName: body.org_label },
    );
    store.organizations.setOwners(organization, owners);
    return describe(services, organization);
  });
}

/** Lists the organizations by name, in pages. */
export function listOrganizations(exchange: Exchange) {
  const { services } = exchange;
  const find = (after: string, limit: number) => services.store.organizations.list(after, limit);
  return pageByName(exchange, `${services.origin()}/v1/organizations`, find, (organization) => describe(services, organization));
}

/** Tells about an organization. */
export function getOrganization({ services, params }: Exchange) {
  return describe(services, existingOrganization(services, params.org, "NO_SUCH_ORGANIZATION"));
}

/** Changes an organization. What the body does not say stays; so does the name. `owner_ids` replaces the owners. */
export async function updateOrganization({ services, params, request, reply }: Exchange) {
  const { organizations } = services.store;
  const body = schemas().organization(await jsonBody(request));
  const organization = existingOrganization(services, params.org);
  const { account, name } = organization;
  if (body.org_name !== undefined && body.org_name.toLowerCase() !== name.toLowerCase()) {
    throw new ApiError("INVALID_INPUT", `org_name: this platform does not rename ${name} to ${body.org_name}`);
  }
  const typeId = body.type_id === undefined ? organization.typeId : typeOf(services, body.type_id);
  const owners = ownersIn(services, body);
  if (owners?.length === 0 && organizations.owners(organization).length > 0) throw new ApiError("ORGANIZATION_NEEDS_OWNER");
  services.store.atomically(() => {
    organizations.update({
      ...organization,
      account: { ...account, email: body.org_email ?? account.email, fullName: body.org_label ?? account.fullName },
      typeId,
      contactName: body.org_contact_name ?? organization.contactName,
      extras: { ...organization.extras, ...extrasOf(body) },
    });
    if (owners) organizations.setOwners(organization, owners);
  });
  return reply.code(204).send();
}

/** Deletes an organization; its members stay users. One that is not there counts as deleted. */
export async function deleteOrganization({ services, params, reply }: Exchange) {
  const organization = services.store.organizations.byName(params.org ?? "");
  if (organization) await removeAccount(services, organization.account);
  return reply.code(204).send();
}

const required = ["org_name", "org_label", "org_contact_name", "org_email"] as const;
const extraFields = [
  "org_url",
  "stripe_customer_id",
  "external_admin_group",
  "external_member_group",
  "external_executor_group",
  "external_id",
] as const;

function typeOf({ store }: Services, said: string | undefined): string {
  const type = organizationType(store, said);
  if (!type)
    throw new ApiError("MALFORMED_ORGANIZATION", `type_id: no such type: '${said ?? "basic"}'. GET /v1/organization/types lists them.`);
  return type.id;
}

function ownersIn({ store }: Services, { owner_ids }: OrganizationBody): string[] | undefined {
  const unknown = owner_ids?.find((id) => !store.users.byId(id));
  if (unknown !== undefined) throw new ApiError("MALFORMED_ORGANIZATION", `owner_ids: there is no user ${unknown}`);
  return owner_ids;
}

function extrasOf(body: OrganizationBody): Record<string, unknown> {
  return Object.fromEntries(extraFields.map((field) => [field, body[field]]).filter(([, value]) => value !== undefined));
}

function describe({ store, origin }: Services, organization: Organization) {
  const { account, typeId, contactName, extras, createdAt } = organization;
  return {
    id: account.id,
    org_name: account.name,
    org_label: account.fullName,
    org_contact_name: contactName,
    org_email: account.email,
    type_id: typeId,
    // Seconds without a zone, as on Algorithmia.
    org_created_at: createdAt.slice(0, "2021-10-22T16:41:32".length),
    ...extras,
    owner_ids: store.organizations.owners(organization),
    resource_type: "organization",
    self_link: `${origin()}/v1/organizations/${account.name}`,
  };
}
