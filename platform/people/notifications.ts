import { featureEnabled } from "../administration/features";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { readMoment } from "../api/moment";
import type { Store } from "../store";
import { type EventType, eventTypes, type Notification } from "../store/notifications";
import type { User } from "../store/users";

/**
 * Puts an event of an algorithm into the mailbox of its owner, or of an organization's members.
 *
 * @param version semantic version of a published version, else the commit
 */
export function notify(store: Store, type: EventType, algorithmId: string, version: string): void {
  const owner = store.algorithms.byId(algorithmId)?.owner;
  if (owner && featureEnabled(store, "notifications", owner)) store.notifications.add(type, algorithmId, version);
}

/** What happened to the algorithms of a user and of the organizations that it is a member of; newest first. For itself and the admin. */
export function getUserNotifications({ services, caller, params, query }: Exchange) {
  const { store } = services;
  const asked = params.user ?? "";
  const user = store.users.byId(asked.toLowerCase()) ?? store.users.person(asked);
  // Whoever may not read a mailbox is not told whether there is one.
  if (caller.kind !== "admin" && (!user || !isOwn(user, caller))) throw new ApiError("NOT_AUTHORIZED");
  if (!user) throw new ApiError("USER_NOT_FOUND", asked);
  const found = store.notifications.list({
    accountIds: [user.id, ...store.organizations.ofMember(user)],
    types: readTypes(query.event_types),
    sinceMs: readMoment(query.since, "since")?.getTime() ?? 0,
    limit: readLimit(query.limit),
  });
  return found.map(describe);
}

function isOwn({ id }: User, { kind, user, permissions }: Exchange["caller"]): boolean {
  return kind === "key" && user?.id === id && permissions.allow_algo_management;
}

function readTypes(text = ""): EventType[] {
  const asked = text.split(",").map((type) => type.trim());
  const known = asked.filter((type): type is EventType => eventTypes.some((name) => name === type));
  if (known.length === asked.length) return known;
  throw new ApiError("INVALID_INPUT", `event_types must name some of ${eventTypes.join(", ")}, separated by commas, not '${text}'`);
}

function readLimit(text = "100"): number {
  const limit = text === "" ? Number.NaN : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new ApiError("NOTIFICATION_LIMIT_INVALID", text);
  return limit;
}

function describe({ type, algorithmId, algorithm, owner, version, createdAtMs }: Notification) {
  return {
    event_type: type,
    created_at: new Date(createdAtMs).toISOString(),
    algorithm_id: algorithmId,
    username: owner,
    algoname: algorithm,
    ...(type === "version_published" ? { semantic_version: version } : { commit_sha: version }),
  };
}
