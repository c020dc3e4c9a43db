import { owns } from "../api/auth";
import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { within } from "../store/permissions";
import { existingOrganization, existingUser } from "./find";
import { describeKey, describeNewKey } from "./keys";
import { type KeyBody, schemas } from "./schemas";

/** Lists the keys that an organization owns, those that members hold too, oldest first, by their masks. */
export function listOrganizationKeys({ services, params }: Exchange) {
  return services.store.keys.ofUser(existingOrganization(services, params.org).account).map(describeKey);
}

/** Makes a key that acts for the organization, asked for by a member or the admin, with no more rights than the key that asks. */
export async function createOrganizationKey({ services, caller, params, request }: Exchange) {
  const { account } = existingOrganization(services, params.org);
  if (caller.kind !== "admin" && !owns(caller, account.id)) throw new ApiError("NOT_AUTHORIZED");
  const { key_label, permissions } = standardKey(await jsonBody(request));
  if (caller.kind !== "admin" && !within(permissions, caller.permissions)) {
    throw new ApiError("NOT_AUTHORIZED", "A key cannot make a key that may do more than itself.");
  }
  return describeNewKey(services.store.keys.create(account, key_label, permissions));
}

/** Makes such a key for one member to hold. It ends when the member leaves. */
export async function addMemberKey({ services, params, request, reply }: Exchange) {
  const { keys, organizations } = services.store;
  const organization = existingOrganization(services, params.org);
  const holder = existingUser(services, params.user);
  const { key_label, permissions } = standardKey(await jsonBody(request));
  if (!organizations.ofMember(holder).includes(organization.account.id)) {
    throw new ApiError("INVALID_INPUT", `${holder.name} is not a member of ${organization.name}.`);
  }
  reply.code(201);
  return describeNewKey(keys.create(organization.account, key_label, permissions, { holder }));
}

function standardKey(body: unknown): KeyBody {
  const key = schemas().newKey(body);
  if (key.key_type !== "AlgorithmKey") throw new ApiError("INVALID_INPUT", "key_type: an organization's key must be an AlgorithmKey");
  return key;
}
