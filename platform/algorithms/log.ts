import type { Exchange } from "../api/exchange";
import { readMoment, restOfDayMs } from "../api/moment";
import { commitLog } from "../git/log";
import { ownAlgorithm } from "./find";

/** The commits of an algorithm's repository, newest first, optionally only those from `since` to `until`. */
export async function commitLogForRepository(exchange: Exchange) {
  const { services, query } = exchange;
  const algorithm = ownAlgorithm(exchange);
  const period = { since: readMoment(query.since, "since"), until: readMoment(query.until, "until", restOfDayMs) };
  return { commits: await commitLog(services.repositories.folder(algorithm.id), period) };
}
