import { ApiError, type ErrorName } from "../api/errors";
import type { Services } from "../api/exchange";
import type { Organization } from "../store/organizations";
import type { User } from "../store/users";

/** The user of that name. @throws ApiError USER_NOT_FOUND, or what the route has for it */
export function existingUser(services: Services, name = "", otherwise: ErrorName = "USER_NOT_FOUND"): User {
  const user = services.store.users.person(name);
  if (!user) throw new ApiError(otherwise, name);
  return user;
}

/** The user or organization of that name. @throws ApiError USER_NOT_FOUND, or what the route has for it */
export function existingAccount({ store }: Services, name = "", otherwise: ErrorName = "USER_NOT_FOUND"): User {
  const account = store.users.byName(name);
  if (!account) throw new ApiError(otherwise, name);
  return account;
}

/** The organization of that name. @throws ApiError ORGANIZATION_NOT_FOUND, or what the route has for it */
export function existingOrganization({ store }: Services, name = "", otherwise: ErrorName = "ORGANIZATION_NOT_FOUND"): Organization {
  const organization = store.organizations.byName(name);
  if (!organization) throw new ApiError(otherwise, name);
  return organization;
}
