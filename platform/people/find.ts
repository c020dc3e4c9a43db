import { ApiError, type ErrorName } from "../api/errors";
import type { Services } from "../api/exchange";
import type { User } from "../store/users";

/** The account of that name. @throws ApiError USER_NOT_FOUND, or what the route has for it */
export function existingUser({ store }: Services, name = "", otherwise: ErrorName = "USER_NOT_FOUND"): User {
  const user = store.users.byName(name);
  if (!user) throw new ApiError(otherwise, name);
  return user;
}
