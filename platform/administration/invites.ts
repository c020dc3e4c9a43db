import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { readMoment } from "../api/moment";
import { schemas } from "./schemas";

/** Lists the invite codes, oldest first, those that have expired too. */
export function listInvites({ services }: Exchange) {
  return services.store.invites.list().map(({ code, ...rest }) => ({ inviteCode: code, ...rest }));
}

/** Adds an invite code. */
export async function addInvite({ services, caller, request, reply }: Exchange) {
  const { inviteCode, expiresAt, ...rest } = schemas().invite(await jsonBody(request));
  const added = services.store.invites.add({
    ...rest,
    code: inviteCode,
    expiresAt: readMoment(expiresAt, "expiresAt")?.toISOString(),
    createdAt: new Date().toISOString(),
    createdBy: caller.user?.name ?? "admin",
  });
  if (!added) throw new ApiError("INVALID_INPUT", `inviteCode: there is an invite code ${inviteCode} already`);
  return reply.code(200).send();
}

/** Deletes an invite code. */
export function deleteInvite({ services, params, reply }: Exchange) {
  const { code = "" } = params;
  if (!services.store.invites.remove(code)) throw new ApiError("INVALID_INPUT", `There is no invite code ${code}.`);
  return reply.code(200).send();
}
