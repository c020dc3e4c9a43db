import type { Caller } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Services } from "../api/exchange";
import type { Running } from "../api/sessions";
import type { Connector } from "../store/connectors";

/** The address of a connector: `s3+prod`, or `s3` for one without a label. */
export function connectorId({ protocol, label }: Pick<Connector, "protocol" | "label">): string {
  return label === "" ? protocol : `${protocol}+${label}`;
}

/**
 * The connector that a caller means by `s3+prod` or `s3`: the caller's own, else that of the one organization of theirs that has it.
 * A running algorithm means what its owner means, whoever calls it: a model that lies in the owner's bucket is loaded once, for all
 * callers, and what the algorithm may write there is said by the connector.
 * @throws ApiError CONNECTOR_NOT_FOUND, naming those that there are; CONNECTOR_AMBIGUOUS
 */
export function connectorOf({ store }: Services, caller: Caller, id: string): Connector {
  const { user, organizations = [] } = caller.running ? asOwner(caller.running, store) : caller;
  const own = user && find(store, user.id, id);
  if (own) return own;
  const shared = organizations.flatMap((account) => find(store, account, id) ?? []);
  if (shared.length > 1)
    throw new ApiError("CONNECTOR_AMBIGUOUS", `Several of your organizations have a data connector ${id}. Make one of your own.`);
  if (shared[0]) return shared[0];
  const known = [...(user ? [user.id] : []), ...organizations].flatMap((account) => store.connectors.list(account).map(connectorId));
  const hint = known.length > 0 ? `you have ${[...new Set(known)].join(", ")}` : "you have none";
  throw new ApiError("CONNECTOR_NOT_FOUND", `${id}; ${hint}. POST /v1/users/${user?.name ?? "{user}"}/connectors makes one.`);
}

function asOwner({ algorithm: { owner } }: Running, { organizations }: Services["store"]): Pick<Caller, "user" | "organizations"> {
  return { user: owner, organizations: organizations.ofMember(owner) };
}

/** The connector of an account by its id. */
export function find(store: Services["store"], accountId: string, id: string): Connector | undefined {
  const [protocol = "", label = ""] = id.split("+");
  return store.connectors.find(accountId, protocol, label);
}
