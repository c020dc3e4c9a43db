import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import { hashOf } from "../store/keys";
import { allPermissions, noPermissions, type Permissions } from "../store/permissions";
import type { User } from "../store/users";
import { ApiError } from "./errors";
import type { Running, Sessions } from "./sessions";

/** Who sends a request, and what they may do. Nobody in particular when a route needs no key. */
export interface Caller {
  kind: "key" | "session" | "admin" | "nobody";
  user?: User;
  /** Ids of the organizations that the user is a member of; what those own, the user manages as its own. */
  organizations?: string[];
  permissions: Permissions;
  /** What asks, where that is a running algorithm: `user` and `permissions` are those of the call that it serves. */
  running?: Running;
}

/** What a route asks of the key. */
export type Scope =
  | "none"
  | "any key"
  | "account"
  | "data:read"
  | "data:write"
  | "algorithms:call"
  | "algorithms:manage"
  | "secrets:manage"
  | "keys:manage"
  | "connectors:manage"
  | "admin";

/** Finds out who sends a request. */
export type Authenticate = (key: string | undefined) => Caller;

/** A caller without a key. */
export const nobody: Caller = { kind: "nobody", permissions: noPermissions };

/** Looks keys up among the stored ones, the running algorithms' sessions, and the admin key. */
export function createAuthenticate(store: Store, sessions: Sessions, adminKey: string): Authenticate {
  const adminHash = hashOf(adminKey);
  return (text) => {
    if (text === undefined) return nobody;
    if (hashOf(text) === adminHash) return { kind: "admin", permissions: noPermissions };
    const running = sessions.running(text);
    if (running) return callerInside(running, store);
    const key = store.keys.byText(text);
    if (!key) throw new ApiError("NOT_AUTHENTICATED");
    if (key.kind === "PlatformAdminKey") return { kind: "admin", user: key.user, permissions: noPermissions };
    return { kind: "key", user: key.user, organizations: store.organizations.ofMember(key.user), permissions: key.permissions };
  };
}

/** Inside an algorithm its caller asks, with what the caller's key may do; while no call runs, its owner, who then writes nothing. */
function callerInside(running: Running, { users, organizations }: Store): Caller {
  const { call, algorithm } = running;
  const user = call ? call.caller.user : algorithm.owner;
  // The account may have gone while the algorithm runs.
  if (!user || users.byName(user.name)?.id !== user.id) throw new ApiError("NOT_AUTHENTICATED");
  const permissions = call ? call.caller.permissions : { ...allPermissions, allow_data_write: false };
  return {
    kind: "session",
    user,
    organizations: organizations.ofMember(user),
    permissions: { ...permissions, allow_algo_management: false },
    running: { ...running },
  };
}

/** The key in an Authorization header: bare, `Simple …` or `Bearer …`. `Simple null` and nothing mean no key. */
export function readKey(header: string | undefined): string | undefined {
  const key = (header ?? "").trim().replace(/^(simple|bearer)(\s+|$)/i, "");
  return key === "" || key === "null" ? undefined : key;
}

/** Throws unless the caller's key reaches as far as a route asks. A call without a key is answered with 200, as most clients expect, or with 401. */
export function requireScope(scope: Scope, caller: Caller, callWithoutKey: 200 | 401): void {
  if (scope === "none") return;
  if (caller.kind === "nobody")
    throw new ApiError(scope === "algorithms:call" && callWithoutKey === 200 ? "CALL_WITHOUT_KEY" : "AUTHORIZATION_REQUIRED");
  if (!allowed[scope](caller)) throw new ApiError("NOT_AUTHORIZED");
}

/** True when an account is the caller's own or an organization's of which the caller is a member. */
export function owns({ user, organizations = [] }: Caller, accountId: string): boolean {
  return user?.id === accountId || organizations.includes(accountId);
}

/** Throws unless the caller owns the algorithm. */
export function requireOwner(algorithm: Algorithm, caller: Caller): void {
  if (!owns(caller, algorithm.owner.id)) throw new ApiError("NOT_AUTHORIZED");
}

const allowed: Record<Exclude<Scope, "none">, (caller: Caller) => boolean> = {
  // Nobody is sent away before this is asked.
  "any key": () => true,
  account: ({ user }) => user !== undefined,
  // A running algorithm has data of its own, whatever its caller's key may do: what it asks for is looked at in data/access.ts.
  "data:read": ({ permissions, running }) => permissions.allow_data || running !== undefined,
  "data:write": ({ permissions, running }) => (permissions.allow_data && permissions.allow_data_write) || running?.call !== undefined,
  "algorithms:call": ({ permissions }) => permissions.allow_algo,
  "algorithms:manage": ({ permissions }) => permissions.allow_algo_management,
  // The documentation asks for the admin key, official clients send their ordinary one (reference/algorithmia-api.md §1.2).
  "secrets:manage": ({ kind, permissions }) => kind === "admin" || permissions.allow_algo_management,
  "keys:manage": ({ kind, permissions }) => kind === "admin" || permissions.allow_algo_management,
  "connectors:manage": ({ kind, permissions }) => kind === "admin" || permissions.allow_algo_management,
  admin: ({ kind }) => kind === "admin",
};
