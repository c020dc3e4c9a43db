import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Key } from "../store/keys";
import { within } from "../store/permissions";
import type { User } from "../store/users";
import { existingUser } from "./find";
import { schemas } from "./schemas";

/** Makes a key, with no more rights than the key that asks for it. The answer is the only time its text is shown. */
export async function createKeyForUser(exchange: Exchange) {
  const { services, caller, request } = exchange;
  const user = ownAccount(exchange);
  const { key_label, key_type, permissions } = schemas().newKey(await jsonBody(request));
  if (caller.kind !== "admin" && (key_type !== "AlgorithmKey" || !within(permissions, caller.permissions))) {
    throw new ApiError("NOT_AUTHORIZED", "A key cannot make a key that may do more than itself.");
  }
  return describeNewKey(services.store.keys.create(user, key_label, permissions, { kind: key_type }));
}

/** Takes in a key whose text the admin brings along, such as one that programs hold already; without a text it makes one. */
export async function importApiKey({ services, params, request }: Exchange) {
  const { keys } = services.store;
  const user = existingUser(services, params.user);
  const { key_label, key_type, permissions, api_key } = schemas().newKey(await jsonBody(request));
  if (api_key !== undefined && keys.byText(api_key)) throw new ApiError("INVALID_REQUEST", "api_key: this key is in use already");
  return describeNewKey(keys.create(user, key_label, permissions, { text: api_key, kind: key_type }));
}

/** Lists an account's keys, oldest first, by their masks. */
export function getKeysForUser(exchange: Exchange) {
  return exchange.services.store.keys.ofUser(ownAccount(exchange)).map(describeKey);
}

/** The account a route names, if it is the caller's own or the admin asks. */
function ownAccount({ services, caller, params }: Exchange): User {
  const user = existingUser(services, params.user);
  if (caller.kind !== "admin" && caller.user?.id !== user.id) throw new ApiError("NOT_AUTHORIZED");
  return user;
}

/** A key with its text, as only the answer that makes it shows. */
export function describeNewKey(key: Key & { text: string }) {
  return { ...describeKey(key), api_key: key.text };
}

/** A key as lists show it. */
export function describeKey({ user, holder, label, kind, permissions, mask, createdAt }: Key) {
  return {
    username: (holder ?? user).name,
    owner_name: user.name,
    key_label: label,
    key_type: kind,
    // An admin key has the rights of the admin, no others.
    ...(kind === "AlgorithmKey" && { permissions }),
    api_key_mask: mask,
    created_at: createdAt,
  };
}
