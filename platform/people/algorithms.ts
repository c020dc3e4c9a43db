import { isPublic } from "../algorithms/select";
import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";
import type { User } from "../store/users";
import { existingAccount, existingOrganization } from "./find";

/** Lists an account's algorithms by name: all of them to the account itself and the admin, to others those with a public version. */
export function listAlgorithmsForUser({ services, caller, params }: Exchange) {
  const { store } = services;
  const owner = existingAccount(services, params.user, "NO_SUCH_USER");
  const seesAll = mayManage(caller, owner);
  return describe(store.algorithms.ofOwner(owner.id).filter(({ id }) => seesAll || store.versions.list(id).some(isPublic)));
}

/** Lists an organization's algorithms by name, to its members and the admin. */
export function listUtilityAlgorithms({ services, caller, params }: Exchange) {
  const { account } = existingOrganization(services, params.org);
  if (!mayManage(caller, account)) throw new ApiError("NOT_AUTHORIZED");
  return describe(services.store.algorithms.ofOwner(account.id));
}

function mayManage(caller: Caller, account: User): boolean {
  return caller.kind === "admin" || owns(caller, account.id);
}

function describe(algorithms: Algorithm[]) {
  return algorithms.map(({ id, name, owner }) => ({ id, algoname: name, username: owner.name }));
}
