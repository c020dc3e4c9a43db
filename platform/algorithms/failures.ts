import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Exchange, Services } from "../api/exchange";
import type { Input } from "../engines";
import type { CallError } from "../runner/contract";
import type { Algorithm } from "../store/algorithms";
import type { Failure } from "../store/failures";
import { semanticVersion } from "../store/versions";
import { ownAlgorithm } from "./find";

/** Lists the failed calls of an algorithm in the last seven days, newest first, at most 200. */
export function getAlgorithmErrors(exchange: Exchange) {
  return exchange.services.store.failures.ofAlgorithm(ownAlgorithm(exchange).id).map(describe);
}

/** Lists the failed calls of all algorithms of an account, which is named by name or id; for itself and the admin. */
export function getAlgorithmErrorsOfUser({ services, caller, params }: Exchange) {
  const asked = (params.user ?? "").toLowerCase();
  const own = [caller.user?.name.toLowerCase(), caller.user?.id].includes(asked) && caller.permissions.allow_algo_management;
  if (!own && caller.kind !== "admin") throw new ApiError("NOT_AUTHORIZED");
  return services.store.failures.ofOwner(asked).map(describe);
}

/** Lists the failed calls of all algorithms of an organization; for its members and the admin. */
export function getAlgorithmErrorsOfOrganization({ services, caller, params }: Exchange) {
  const organization = services.store.organizations.byName(params.org ?? "");
  if (!organization) throw new ApiError("ORGANIZATION_NOT_FOUND", params.org);
  const own = owns(caller, organization.account.id) && caller.permissions.allow_algo_management;
  if (!own && caller.kind !== "admin") throw new ApiError("NOT_AUTHORIZED");
  return services.store.failures.ofOwner(organization.account.id).map(describe);
}

/** What is known of a call when it fails. */
export interface FailedCall {
  /** The one that the caller was told, where the answer has one. */
  requestId: string;
  algorithm: Algorithm;
  buildId: string;
  caller: Caller;
  input: Input;
  error: CallError;
}

/** Keeps a failed call for the lists. It never fails itself: the caller is to get the algorithm's error. */
export function recordFailure({ store, log }: Services, { requestId, algorithm, buildId, caller, input, error }: FailedCall): void {
  try {
    const version = store.versions.list(algorithm.id).find((candidate) => candidate.buildId === buildId);
    store.failures.add(algorithm.id, {
      createdAtMs: Date.now(),
      requestId,
      version: version ? semanticVersion(version) : (store.builds.byId(buildId)?.commitSha ?? ""),
      input: beginningOf(input),
      error: error.message.slice(0, 10_000),
      errorType: error.error_type,
      caller: caller.user?.name ?? "",
    });
  } catch (failed) {
    log.error({ err: failed, algorithm: algorithm.id }, "a failed call could not be kept");
  }
}

/** The entry as clients read it (reference/algorithmia-api.md §5.2). */
function describe(failure: Failure) {
  return {
    created_at: failure.createdAtMs,
    request_id: failure.requestId,
    username: failure.owner,
    algoname: failure.algorithm,
    algoversion: failure.version,
    input: failure.input,
    error: failure.error,
    error_type: failure.errorType,
    billable_to: failure.caller,
    worker: "local",
  };
}

function beginningOf(input: Input): string {
  const longest = 1000;
  if (input.contentType === "binary") return `(${input.data.length} bytes)`;
  return (input.contentType === "text" ? input.data : (input.json ?? JSON.stringify(input.data))).slice(0, longest);
}
