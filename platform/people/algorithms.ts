import { isPublic } from "../algorithms/select";
import { owns } from "../api/auth";
import type { Exchange } from "../api/exchange";
import { existingAccount } from "./find";

/** Lists an account's algorithms by name: all of them to the account itself and the admin, to others those with a public version. */
export function listAlgorithmsForUser({ services, caller, params }: Exchange) {
  const { store } = services;
  const owner = existingAccount(services, params.user, "NO_SUCH_USER");
  const seesAll = caller.kind === "admin" || owns(caller, owner.id);
  return store.algorithms
    .ofOwner(owner.id)
    .filter(({ id }) => seesAll || store.versions.list(id).some(isPublic))
    .map(({ id, name }) => ({ id, algoname: name, username: owner.name }));
}
