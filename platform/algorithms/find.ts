import { requireOwner } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";

/** The algorithm a management route names, by owner and name or by id, if it is the caller's own. */
export function ownAlgorithm(exchange: Exchange): Algorithm {
  const algorithm = namedAlgorithm(exchange);
  requireOwner(algorithm, exchange.caller);
  return algorithm;
}

/** The same, open to the admin key too. */
export function administeredAlgorithm(exchange: Exchange): Algorithm {
  return exchange.caller.kind === "admin" ? namedAlgorithm(exchange) : ownAlgorithm(exchange);
}

function namedAlgorithm({ services, params }: Exchange): Algorithm {
  const { algorithmId, owner = "", name = "" } = params;
  const { algorithms } = services.store;
  const algorithm = algorithmId === undefined ? algorithms.find(owner, name) : algorithms.byId(algorithmId);
  if (!algorithm) throw new ApiError("NO_SUCH_ALGORITHM");
  return algorithm;
}
