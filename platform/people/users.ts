import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { schemas } from "../api/schemas";
import { allPermissions, type Permissions, within } from "../store/permissions";
import type { User } from "../store/users";

/** Creates an account, without a key. */
export async function createUser({ services, request }: Exchange) {
  const body = schemas().newUser(await jsonBody(request));
  if (!isUserName(body.username)) {
    throw new ApiError("INVALID_INPUT", `username: '${body.username}' must be a letter, then letters, digits and _, at most 30 characters`);
  }
  if (services.store.users.byName(body.username)) throw new ApiError("USERNAME_TAKEN", body.username);
  return describe(services.store.users.create(body.username, body.email, body.fullname), services.origin());
}

/** Tells about an account. */
export function getUser({ services, params }: Exchange) {
  return describe(existing(services, params.user), services.origin());
}

/** Makes a key, with no more rights than the key that asks for it. The answer is the only time its text is shown. */
export async function createKeyForUser({ services, caller, params, request }: Exchange) {
  const user = existing(services, params.user);
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

/** True when a text can be an account's name. */
export function isUserName(name: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9_]{0,29}$/.test(name);
}

const nothing: Permissions = Object.fromEntries(
  Object.entries(allPermissions).map(([name, value]) => [name, Array.isArray(value) ? [] : false]),
) as unknown as Permissions;

function existing(services: Exchange["services"], name = ""): User {
  const user = services.store.users.byName(name);
  if (!user) throw new ApiError("USER_NOT_FOUND", name);
  return user;
}

function describe(user: User, origin: string) {
  return {
    id: user.id,
    username: user.name,
    email: user.email,
    fullname: user.fullName,
    self_link: `${origin}/v1/users/${user.name}`,
    resource_type: "user",
  };
}
