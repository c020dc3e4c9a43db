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
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The fault behind an error when the store could not be talked to at all: refused, cut, unknown name, timed out, no TLS. */
export function networkFault(error: unknown): StoreFault | undefined {
  for (let seen = error, depth = 0; seen instanceof Error && depth < 5; seen = seen.cause, depth++) {
    const { code, name, message } = seen as NodeJS.ErrnoException;
    // An address with several hosts fails with one error for each.
    const inner = seen instanceof AggregateError ? (seen.errors as NodeJS.ErrnoException[]) : [];
    if (codes.has(code ?? "") || name === "TimeoutError" || inner.some((each) => codes.has(each.code ?? ""))) {
      return new StoreFault("unreachable", message || inner[0]?.message || code || name, { cause: error });
    }
  }
  return undefined;
}
