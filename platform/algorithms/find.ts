import { requireOwner } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";

/** The algorithm a management route names, by owner and name or by id, if it is the caller's own. */
export function ownAlgorithm({ services, caller, params }: Exchange): Algorithm {
  const { algorithmId, owner = "", name = "" } = params;
  const { algorithms } = services.store;
  const algorithm = algorithmId === undefined ? algorithms.find(owner, name) : algorithms.byId(algorithmId);
  if (!algorithm) throw new ApiError("NO_SUCH_ALGORITHM");
  requireOwner(algorithm, caller);
  return algorithm;
}
