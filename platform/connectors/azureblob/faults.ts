import type { RestError } from "@azure/storage-blob";
import { networkFault } from "../network";
import { type FaultKind, StoreFault } from "../store";

/** Codes of the Blob service. */
const kinds: Record<string, FaultKind> = {
  AuthenticationFailed: "credentials",
  InvalidAuthenticationInfo: "credentials",
  NoAuthenticationInformation: "credentials",
  AuthorizationFailure: "denied",
  AuthorizationPermissionMismatch: "denied",
  AuthorizationProtocolMismatch: "denied",
  AuthorizationResourceTypeMismatch: "denied",
  AuthorizationServiceMismatch: "denied",
  AuthorizationSourceIPMismatch: "denied",
  InsufficientAccountPermissions: "denied",
  ContainerNotFound: "no bucket",
  ContainerBeingDeleted: "no bucket",
  ServerBusy: "throttled",
  ConditionNotMet: "condition",
  BlobAlreadyExists: "condition",
  TargetConditionNotMet: "condition",
  OutOfRangeInput: "marker",
};

/** True for a blob that is not there. */
export function isAbsent(error: unknown): boolean {
  const { code, statusCode } = error as RestError;
  return statusCode === 404 && code !== "ContainerNotFound";
}

/** What the SDK threw, as a fault. `expired` is said where a refused signature is past its time. */
export function faultOf(error: unknown, expired: string | undefined): unknown {
  if (error instanceof StoreFault) return error;
  const { code = "", statusCode, message = "", details } = error as RestError;
  if (statusCode === undefined) return networkFault(error) ?? error;
  const kind = kinds[code] ?? byStatus(statusCode);
  const detail = (details as { AuthenticationErrorDetail?: string } | undefined)?.AuthenticationErrorDetail;
  // The first line is the service's sentence; below it stand the request's id and time.
  const said = [code, message.split("\n")[0], detail].filter(Boolean).join(": ");
  if (expired && (kind === "denied" || kind === "credentials")) {
    // A HEAD is refused without words.
    return new StoreFault("credentials", said ? `${said.replace(/\.?$/, ".")} ${expired}` : expired, { cause: error });
  }
  return new StoreFault(kind, said || `it answered ${statusCode}`, { cause: error });
}

function byStatus(status: number): FaultKind {
  if (status === 401) return "credentials";
  if (status === 403) return "denied";
  if (status === 412) return "condition";
  if (status === 429 || status === 503) return "throttled";
  return status >= 500 ? "failed" : "refused";
}
