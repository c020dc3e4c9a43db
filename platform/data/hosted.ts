import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Collection } from "../store/collections";

/** All of the caller's own collections on one page, by name (reference/algorithmia-api.md §2.3, "own collections"). */
export function listHostedData({ services, caller }: Exchange) {
  const { user } = caller;
  if (!user) throw new ApiError("NOT_AUTHORIZED", "Only an account has collections of its own; this key belongs to none.");
  if (!caller.permissions.allow_data) throw new ApiError("NOT_AUTHORIZED");
  const own = services.store.collections.list(user, "", Number.MAX_SAFE_INTEGER);
  return { result: own.map((collection) => describe(collection, user.name)) };
}

function describe({ id, name, readAcl }: Collection, username: string) {
  const everyone = readAcl.includes("user://*");
  return {
    id,
    object_id: `collec-${id}`,
    collection_name: name,
    username,
    // World, group, user, algorithms. The owner always reads, there are no groups, and what everyone reads algorithms read too.
    acl: { read_w: everyone, read_g: false, read_u: true, read_a: everyone || readAcl.includes("algo://.my/*") },
    location: `data://${username}/${name}`,
  };
}
