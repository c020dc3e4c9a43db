import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange, Services } from "../api/exchange";
import { existingAccount } from "../people/find";
import type { Store } from "../store";
import type { User } from "../store/users";
import { schemas } from "./schemas";

/** The flags there are, each with what it is while nobody has set it. What each does is told in docs/administration.md. */
const flags = {
  /** Calls of an account are counted for the reports of usage. */
  usage_metering: true,
  /** Events of an account's algorithms are put into its mailbox. */
  notifications: true,
};

/** Name of a feature flag. */
export type FeatureName = keyof typeof flags;

/** True when a feature is on for an account: as set for it, else as set for everybody, else on. */
export function featureEnabled(store: Store, name: FeatureName, account: User | undefined): boolean {
  return store.features.find(name, account?.id) ?? flags[name];
}

/** Lists the flags as they are for everybody, or for the account that `username` names. */
export function listFeatures({ services, query }: Exchange) {
  const account = accountIn(services, query.username);
  return Object.keys(flags).map((name) => ({ name, enabled: featureEnabled(services.store, name as FeatureName, account) }));
}

/** Sets a flag for everybody, or for the account that `username` names. */
export async function toggleFeature({ services, params, query, request, reply }: Exchange) {
  const { enabled } = schemas().featureToggle(await jsonBody(request));
  const { feature = "" } = params;
  if (!Object.hasOwn(flags, feature)) throw new ApiError("FEATURE_NOT_FOUND", feature);
  services.store.features.set(feature, accountIn(services, query.username)?.id, enabled);
  return reply.code(204).send();
}

function accountIn(services: Services, name: string | undefined): User | undefined {
  return name ? existingAccount(services, name) : undefined;
}
