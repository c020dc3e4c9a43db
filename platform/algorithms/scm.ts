import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { ownAlgorithm } from "./find";

/** The one source code host there is: the platform itself, as algorithms name it (reference/algorithmia-api.md §5.1). */
export const internalScm = { id: "internal", provider: "internal", default: true, enabled: true };

/** Lists the source code hosts. */
export function listScms() {
  return { results: [describeScm()] };
}

/** Tells about one source code host. */
export function getScm(exchange: Exchange) {
  requireInternal(exchange);
  return describeScm();
}

/** Whether the caller has let the platform use a source code host in their name; the built-in one knows no such thing. */
export function getScmAuthorization(exchange: Exchange) {
  requireInternal(exchange);
  return { authorization_status: "unauthorized", scm_organizations: [] };
}

/** Takes the caller's authorization of a source code host back; with the built-in one there is none to take back. */
export function revokeScmAuthorization(exchange: Exchange) {
  requireInternal(exchange);
  return exchange.reply.code(204).send();
}

/** Makes a source code host the default; the built-in one, which is the only one, is it already. */
export function setDefaultScm(exchange: Exchange) {
  requireInternal(exchange);
  return exchange.reply.code(204).send();
}

/** How an algorithm's repository is connected: the built-in ones always are. */
export function getAlgorithmScmConnectionStatus(exchange: Exchange) {
  ownAlgorithm(exchange);
  return { scm_connection_status: "active" };
}

/** Refuses an event of a source code host: every algorithm's source is in the built-in one, so none is looked for. */
export function receiveScmRepositoryEvent(): never {
  throw new ApiError("WEBHOOK_OF_INTERNAL_SCM");
}

function describeScm() {
  return { ...internalScm, name: "" };
}

function requireInternal({ params }: Exchange): void {
  if (params.scmId !== internalScm.id) throw new ApiError("SCM_NOT_FOUND", params.scmId);
}
