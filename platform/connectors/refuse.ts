import { ApiError, type ErrorName } from "../api/errors";
import { UploadCutShort } from "../data/receive";
import { type FaultKind, StoreFault } from "./store";

const reasons: Record<Exclude<FaultKind, "condition" | "marker">, { reason: ErrorName; saw: string }> = {
  credentials: { reason: "STORE_CREDENTIALS_REFUSED", saw: "did not accept the connector" },
  denied: { reason: "STORE_ACCESS_DENIED", saw: "denied access" },
  clock: { reason: "STORE_CLOCK_SKEWED", saw: "found the request's time wrong" },
  "no bucket": { reason: "STORE_BUCKET_MISSING", saw: "has no such bucket" },
  throttled: { reason: "STORE_THROTTLED", saw: "is throttling" },
  unreachable: { reason: "STORE_UNREACHABLE", saw: "could not be reached" },
  refused: { reason: "STORE_REFUSED", saw: "refused the request" },
  failed: { reason: "STORE_FAILED", saw: "failed" },
};

/**
 * What a caller is told of a store's refusal: which connector, the store's own words without credentials, and what to do.
 *
 * @param id the connector's address, e.g. `s3+prod`
 * @param address what was asked for, e.g. `s3+prod://bucket/key`
 * @param secrets the connector's credentials, which must not go out
 */
export function refusalOf(error: unknown, { id, address, secrets }: { id: string; address: string; secrets: string[] }): unknown {
  if (error instanceof ApiError) return error;
  if (error instanceof UploadCutShort) return new ApiError("UPLOAD_INCOMPLETE", error.message);
  if (!(error instanceof StoreFault)) return scrubbed(error, secrets);
  if (error.kind === "condition") return new ApiError("CONDITION_FAILED", address);
  if (error.kind === "marker") return new ApiError("INVALID_MARKER");
  const { reason, saw } = reasons[error.kind];
  const said = redact(error.message, secrets).replace(/\s+/g, " ").trim().slice(0, 500);
  return new ApiError(reason, `The store of the data connector ${id} ${saw} for ${address}: ${said.replace(/\.?$/, ".")}`);
}

/** Takes credentials out of a text, plain, URL-encoded or in base64, and any signature of an address. */
export function redact(text: string, secrets: string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)]);
  const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
  const plain = longestFirst.reduce((rest, form) => rest.replaceAll(form, "***"), text);
  return plain.replace(/([?&;\s]|^)(sig|se|sp|X-Amz-Signature|access_token|refresh_token)=[^&\s"']+/gi, "$1$2=***");
}

/** An error nobody foresaw goes to the log, with its stack and without credentials. */
function scrubbed(error: unknown, secrets: string[]): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const clean = new Error(redact(message, secrets));
  clean.name = name;
  clean.stack = redact(stack ?? "", secrets);
  return clean;
}
