import { isPublic } from "../algorithms/select";
import { owns } from "../api/auth";
import type { Exchange } from "../api/exchange";
import type { User } from "../store/users";
import { existingAccount, existingOrganization } from "./find";

/** Lists an account's algorithms by name: all of them to the account itself and the admin, to others those with a public version. */
export function listAlgorithmsForUser(exchange: Exchange) {
  return algorithmsOf(existingAccount(exchange.services, exchange.params.user, "NO_SUCH_USER"), exchange);
}

/** Lists an organization's algorithms, which its members share, in the same way. */
export function listUtilityAlgorithms(exchange: Exchange) {
  return algorithmsOf(existingOrganization(exchange.services, exchange.params.org).account, exchange);
}

function algorithmsOf(owner: User, { services, caller }: Exchange) {
  const { store } = services;
  const seesAll = caller.kind === "admin" || owns(caller, owner.id);
  return store.algorithms
    .ofOwner(owner.id)
    .filter(({ id }) => seesAll || store.versions.list(id).some(isPublic))
    .map(({ id, name }) => ({ id, algoname: name, username: owner.name }));
}
