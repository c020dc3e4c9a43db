import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { allPermissions, type Permissions, within } from "../store/permissions";
import { existingUser } from "./find";
import { schemas } from "./schemas";

/** Makes a key, with no more rights than the key that asks for it. The answer is the only time its text is shown. */
export async function createKeyForUser({ services, caller, params, request }: Exchange) {
  const user = existingUser(services, params.user);
  if (caller.kind !== "admin" && caller.user?.id !== user.id) throw new ApiError("NOT_AUTHORIZED");
  const body = schemas().newKey(await jsonBody(request));
  const permissions: Permissions = { ...nothing, ...body.permissions };
  if (caller.kind !== "admin" && !within(permissions, caller.permissions)) {
    throw new ApiError("NOT_AUTHORIZED", "A key cannot make a key that may do more than itself.");
  }
  const key = services.store.keys.create(user, body.key_label ?? "", permissions);
  return {
    username: user.name,
    owner_name: user.name,
    key_label: key.label,
    key_type: "AlgorithmKey",
    permissions,
    api_key: key.text,
    api_key_mask: key.mask,
    created_at: key.createdAt,
  };
}

const nothing: Permissions = Object.fromEntries(
  Object.entries(allPermissions).map(([name, value]) => [name, Array.isArray(value) ? [] : false]),
) as unknown as Permissions;
