import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { readMoment } from "../api/moment";
import { markerOf } from "../api/pages/marker";
import { keyLength, type UsageKind, type UsageLine } from "../store/usage";

/** Who called which version of which algorithm how often in a time, in pages. */
export function getFullUsage(exchange: Exchange) {
  return report(exchange, "full", ({ key: [owner, algorithm, version, caller], ...line }) => ({
    ...describeVersion(owner, algorithm, version),
    caller,
    ...describeSums(line),
  }));
}

/** How often which version of which algorithm was called in a time, in pages. */
export function getAlgorithmUsage(exchange: Exchange) {
  return report(exchange, "algorithms", ({ key: [owner, algorithm, version], ...line }) => ({
    ...describeVersion(owner, algorithm, version),
    ...describeSums(line),
  }));
}

/** How often each user and organization called in a time, in pages. */
export function getUserUsage(exchange: Exchange) {
  return report(exchange, "users", ({ key: [caller], ...line }) => ({ caller, ...describeSums(line) }));
}

function report({ services, request, query }: Exchange, kind: UsageKind, describe: (line: UsageLine) => unknown) {
  const fromMs = requiredMoment(query, "start_date");
  const toMs = requiredMoment(query, "end_date");
  if (toMs < fromMs) throw new ApiError("INVALID_INPUT", "end_date lies before start_date");
  const pageSize = readPageSize(query.page_size);
  const after = readMarker(query.marker, keyLength(kind));
  // What was counted a moment ago shall show.
  services.usage.flush();
  // One line more than asked for tells whether there is a next page.
  const found = services.store.usage.report(kind, { fromMs, toMs, callers: callersIn(request), after, limit: pageSize + 1 });
  const page = found.slice(0, pageSize);
  const last = found.length > pageSize ? page.at(-1) : undefined;
  return { results: page.map(describe), ...(last && { next_marker: markerOf(JSON.stringify(last.key)) }) };
}

function describeVersion(owner = "", algorithm = "", version = "") {
  // There is no other kind of machine here.
  return { algorithm_called: algorithm, algorithm_version: version, algorithm_owner: owner, machine_type: "cpu" };
}

/** Durations are seconds in the algorithm; the number of calls is a text, as documented. */
function describeSums({ calls, errors, seconds, errorSeconds }: Omit<UsageLine, "key">) {
  return { total_calls: String(calls), total_errors: errors, total_error_duration: errorSeconds, total_duration: seconds };
}

function requiredMoment(query: Exchange["query"], name: "start_date" | "end_date"): number {
  const moment = readMoment(query[name], name);
  if (!moment) throw new ApiError("USAGE_DATE_MISSING", name);
  return moment.getTime();
}

function readPageSize(text = ""): number {
  const size = text === "" ? Number.NaN : Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new ApiError("PAGE_SIZE_INVALID", text);
  return size;
}

/** `user` may be given several times. */
function callersIn(request: Exchange["request"]): string[] {
  const { user = [] } = request.query as { user?: string | string[] };
  return [user].flat().filter((name) => name !== "");
}

function readMarker(marker: string | undefined, length: number): string[] | undefined {
  if (!marker) return undefined;
  try {
    const key = JSON.parse(Buffer.from(marker, "base64url").toString("utf8")) as unknown;
    if (Array.isArray(key) && key.length === length && key.every((part): part is string => typeof part === "string")) return key;
  } catch {
    // Falls through to the one message below.
  }
  throw new ApiError("INVALID_MARKER");
}
