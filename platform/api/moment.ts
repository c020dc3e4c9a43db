import { ApiError } from "./errors";

/** What is left of a day after its first moment: `until` a day means until its end. */
export const restOfDayMs = 24 * 60 * 60 * 1000 - 1;

// Date.parse would read nearly anything here, in the zone of this machine.
const day = /^\d{4}-\d\d-\d\d$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a moment of a query: an ISO date, or a date with a time, UTC where no zone is given.
 *
 * @param name of the parameter, for the message
 * @param afterDayMs what a date without a time stands for beyond its first moment, default nothing
 * @returns undefined for nothing
 * @throws ApiError INVALID_INPUT
 */
export function readMoment(text: string | undefined, name: string, afterDayMs = 0): Date | undefined {
  if (!text) return undefined;
  // A + that was not escaped arrives as a space.
  const stated = text.replace(/ (\d\d:?\d\d)$/, "+$1");
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(stated) ? stated.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : `${stated}Z`;
  const date = day.test(stated) ? new Date(Date.parse(stated) + afterDayMs) : new Date(moment.test(stated) ? zoned : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw new ApiError("INVALID_INPUT", `${name} must be a date such as 2026-01-31 or 2026-01-31T08:00:00Z, not ${text}`);
  return date;
}
