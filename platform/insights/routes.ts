import { schemas } from "../administration/schemas";
import { readKey } from "../api/auth";
import { contentType, jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { readLimit } from "../api/pages/limit";

/**
 * Keeps what an algorithm says of its work (reference/algorithmia-api.md §5.4). Official clients send no key from inside an
 * algorithm, so none is asked for on this machine's own addresses.
 */
export async function reportInsights({ services, request }: Exchange) {
  const key = readKey(request.headers.authorization);
  if (key === undefined && !isFromHere(request)) throw new ApiError("AUTHORIZATION_REQUIRED");
  const { user, running } = services.authenticate(key);
  const insights = schemas().insights(await jsonBody(request));
  services.store.insights.add(
    // What an algorithm says of itself is its owner's, whoever calls it.
    (running?.algorithm.owner ?? user)?.name ?? "",
    insights.map(({ insight_key, insight_value }) => ({ key: insight_key, value: insight_value })),
  );
  return { response: `${insights.length} insights kept` };
}

/** Lists the newest insights; `limit` is 50 unless said. */
export function listInsights({ services, query }: Exchange) {
  return services.store.insights.list(readLimit(query.limit)).map(({ createdAtMs, account, key, value }) => ({
    created_at: new Date(createdAtMs).toISOString(),
    account,
    insight_key: key,
    insight_value: value,
  }));
}

/** From this machine, and from no web page: a browser asks before it lets one send JSON to another site. */
function isFromHere(request: Exchange["request"]): boolean {
  const { remoteAddress = "" } = request.raw.socket;
  return contentType(request) === "application/json" && (remoteAddress === "::1" || /^(::ffff:)?127\./.test(remoteAddress));
}
