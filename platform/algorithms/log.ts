import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { commitLog } from "../git/log";
import { ownAlgorithm } from "./find";

/** The commits of an algorithm's repository, newest first, optionally only those from `since` to `until`. */
export async function commitLogForRepository(exchange: Exchange) {
  const { services, query } = exchange;
  const algorithm = ownAlgorithm(exchange);
  const period = { since: readMoment(query.since, "since"), until: readMoment(query.until, "until", dayMs - 1) };
  return { commits: await commitLog(services.repositories.folder(algorithm.id), period) };
}

const dayMs = 24 * 60 * 60 * 1000;
// Git would read anything here, also what means nothing, and take it for now.
const day = /^\d{4}-\d\d-\d\d$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** @param restOfDayMs what a date without a time stands for beyond its first moment: `until` a day means until its end. */
function readMoment(text: string | undefined, name: string, restOfDayMs = 0): Date | undefined {
  if (!text) return undefined;
  // A + that was not escaped arrives as a space.
  const stated = text.replace(/ (\d\d:?\d\d)$/, "+$1");
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(stated) ? stated.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : `${stated}Z`;
  const date = day.test(stated) ? new Date(Date.parse(stated) + restOfDayMs) : new Date(moment.test(stated) ? zoned : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw new ApiError("INVALID_INPUT", `${name} must be a date such as 2026-01-31 or 2026-01-31T08:00:00Z, not ${text}`);
  return date;
}
