import type { S3ServiceException } from "@aws-sdk/client-s3";
import { networkFault } from "../network";
import { type FaultKind, StoreFault } from "../store";

/** Codes of the S3 API and of the SDK's search for credentials. */
const kinds: Record<string, FaultKind> = {
  InvalidAccessKeyId: "credentials",
  SignatureDoesNotMatch: "credentials",
  ExpiredToken: "credentials",
  ExpiredTokenException: "credentials",
  InvalidToken: "credentials",
  TokenRefreshRequired: "credentials",
  InvalidClientTokenId: "credentials",
  CredentialsProviderError: "credentials",
  AccessDenied: "denied",
  AllAccessDisabled: "denied",
  AccountProblem: "denied",
  RequestTimeTooSkewed: "clock",
  RequestExpired: "clock",
  NoSuchBucket: "no bucket",
  SlowDown: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  RequestLimitExceeded: "throttled",
  TooManyRequests: "throttled",
  ServiceUnavailable: "throttled",
  PreconditionFailed: "condition",
  ConditionalRequestConflict: "condition",
};

/** True for an object that is not there, or was deleted in the version that was asked for. */
export function isAbsent(error: unknown): boolean {
  const { name, $metadata } = error as S3ServiceException;
  if (name === "NoSuchBucket") return false;
  // A HEAD has no body that says more than its status.
  return name === "NoSuchKey" || name === "NotFound" || name === "NoSuchVersion" || $metadata?.httpStatusCode === 404;
}

/** True for a refused HEAD, whose reason only another method tells. */
export function isWordless(error: unknown): boolean {
  const { name, $metadata } = error as S3ServiceException;
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status !== 404 && status !== 412 && (kinds[name] === undefined || name === "AccessDenied");
}

/** What the SDK threw, as a fault; anything that is neither the service's nor the network's is given back as it is. */
export function faultOf(error: unknown): unknown {
  if (error instanceof StoreFault) return error;
  const { name, message, $metadata } = error as S3ServiceException;
  const status = $metadata?.httpStatusCode;
  const kind = kinds[name] ?? byStatus(status);
  if (kind) return new StoreFault(kind, describe(name, message, status), { cause: error });
  return networkFault(error) ?? error;
}

function byStatus(status: number | undefined): FaultKind | undefined {
  if (status === undefined || status < 300) return undefined;
  if (status === 401 || status === 403) return "denied";
  if (status === 412) return "condition";
  if (status === 429 || status === 503) return "throttled";
  return status >= 500 ? "failed" : "refused";
}

/** The SDK's stand-ins for an answer without a body say nothing to a reader. */
function describe(name: string, message: string, status: number | undefined): string {
  const said = message && message !== "UnknownError" && message !== name ? message : "";
  if (!name || name === "Unknown" || name === "Error" || /^\d+$/.test(name)) return said || `it answered ${status}`;
  return said ? `${name}: ${said}` : name;
}
