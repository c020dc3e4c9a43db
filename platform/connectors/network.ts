import { StoreFault } from "./store";

const codes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The fault behind an error when the store could not be talked to at all: refused, cut, unknown name, timed out, no TLS. */
export function networkFault(error: unknown): StoreFault | undefined {
  for (let seen = error, depth = 0; isErrorLike(seen) && depth < 5; seen = seen.cause, depth++) {
    // An address with several hosts fails with one error for each.
    const [one] = [seen, ...(seen.errors ?? [])].filter(({ code, name }) => codes.has(code ?? "") || name === "TimeoutError");
    if (one) return new StoreFault("unreachable", one.message || one.code || one.name || "", { cause: error });
  }
  return undefined;
}

interface ErrorLike {
  name?: string;
  message?: string;
  code?: string;
  cause?: unknown;
  errors?: ErrorLike[];
}

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null;
}
