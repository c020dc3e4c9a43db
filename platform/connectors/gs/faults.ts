import { networkFault } from "../network";
import { type FaultKind, StoreFault } from "../store";

interface GoogleError {
  code?: number | string;
  message?: string;
  errors?: { reason?: string; message?: string }[];
  response?: { status?: number; statusCode?: number; data?: { error?: unknown; error_description?: string } };
}

/** Reasons of the JSON API that its status does not tell. */
const kinds: Record<string, FaultKind> = {
  authError: "credentials",
  required: "credentials",
  rateLimitExceeded: "throttled",
  userRateLimitExceeded: "throttled",
  conditionNotMet: "condition",
};

/** True for an object that is not there, and for a bucket that is not: only a listing tells them apart. */
export function isAbsent(error: unknown): boolean {
  return (error as GoogleError).code === 404;
}

/** What the SDK threw, as a fault. */
export function faultOf(error: unknown): unknown {
  if (error instanceof StoreFault) return error;
  const { code, message = "", errors, response } = error as GoogleError;
  const refusedToken = response?.data?.error;
  if (typeof refusedToken === "string") {
    const { error_description: described = "" } = response?.data ?? {};
    // A request for a token is signed with its time.
    const kind = /\biat\b|timeframe/.test(described) ? "clock" : "credentials";
    return new StoreFault(kind, [refusedToken, described].filter(Boolean).join(": "), { cause: error });
  }
  // A private key that is none.
  if (typeof code === "string" && /^ERR_(OSSL|INVALID_ARG|CRYPTO)/.test(code))
    return new StoreFault("credentials", message, { cause: error });
  const status = typeof code === "number" ? code : (response?.status ?? response?.statusCode);
  if (status === undefined) return networkFault(error) ?? error;
  const reason = errors?.[0]?.reason;
  const kind = kinds[reason ?? ""] ?? byStatus(status);
  return new StoreFault(
    kind,
    [reason, errors?.[0]?.message ?? message].filter(Boolean).join(": ").slice(0, 500) || `it answered ${status}`,
    {
      cause: error,
    },
  );
}

function byStatus(status: number): FaultKind {
  if (status === 401) return "credentials";
  if (status === 403) return "denied";
  if (status === 404) return "no bucket";
  if (status === 412) return "condition";
  if (status === 429 || status === 503) return "throttled";
  return status >= 500 ? "failed" : "refused";
}
