import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { pageByName } from "../api/pages/by-name";
import type { Profile, User } from "../store/users";
import { existingUser } from "./find";
import { isAccountName } from "./names";
import { removeAccount } from "./remove";
import { schemas, type UserBody } from "./schemas";

/** Creates an account, without a key. */
export async function createUser({ services, request }: Exchange) {
  const { users } = services.store;
  const body = schemas().user(await jsonBody(request));
  const { username, email } = body;
  if (username === undefined) throw new ApiError("MISSING_FIELDS", "username");
  if (!isAccountName(username)) {
    throw new ApiError("INVALID_INPUT", `username: '${username}' must be a letter, then letters, digits and _, at most 30 characters`);
  }
  if (users.byName(username)) throw new ApiError("USERNAME_TAKEN", username);
  if (email !== undefined && users.byEmail(email)) throw new ApiError("EMAIL_TAKEN", email);
  return describe(users.create(username, profileOf(body)), services.origin());
}

/** Lists the accounts by name, in pages. */
export function listUsers(exchange: Exchange) {
  const { store, origin } = exchange.services;
  return pageByName(
    exchange,
    `${origin()}/v1/users`,
    (after, limit) => store.users.list(after, limit),
    (user) => describe(user, origin()),
  );
}

/** Tells about an account. */
export function getUser({ services, params }: Exchange) {
  return describe(existingUser(services, params.user, "NO_SUCH_USER"), services.origin());
}

/** Changes what an account says of itself. What the body does not say stays; the name stays for good, as it is part of addresses. */
export async function updateUser({ services, params, request }: Exchange) {
  const { users } = services.store;
  const body = schemas().user(await jsonBody(request));
  const user = existingUser(services, params.user);
  if (body.username !== undefined && body.username.toLowerCase() !== user.name.toLowerCase()) {
    throw new ApiError("INVALID_INPUT", `username: this platform does not rename ${user.name} to ${body.username}`);
  }
  const holder = body.email === undefined ? undefined : users.byEmail(body.email);
  if (holder && holder.id !== user.id) throw new ApiError("EMAIL_TAKEN", holder.email);
  const changed = { ...user, ...profileOf(body) };
  users.update(changed);
  return describe(changed, services.origin());
}

/** Deletes an account with all that it owns. One that is not there counts as deleted. */
export async function deleteUser({ services, params, reply }: Exchange) {
  const user = services.store.users.person(params.user ?? "");
  if (user) await removeAccount(services, user);
  return reply.code(204).send();
}

function profileOf({ email, fullname, company_name, company_role }: UserBody): Partial<Profile> {
  const said: [keyof Profile, string | undefined][] = [
    ["email", email],
    ["fullName", fullname],
    ["companyName", company_name],
    ["companyRole", company_role],
  ];
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

function describe(user: User, origin: string) {
  return {
    id: user.id,
    username: user.name,
    email: user.email,
    fullname: user.fullName,
    ...(user.companyName && { company_name: user.companyName }),
    ...(user.companyRole && { company_role: user.companyRole }),
    self_link: `${origin}/v1/users/${user.name}`,
    resource_type: "user",
  };
}
