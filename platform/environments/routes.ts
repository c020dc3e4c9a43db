import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { environments, languages, listedName } from "./catalog";
import { templateArchive } from "./template-archive";

/** Lists the languages of algorithms: a bare array. */
export function getLanguages() {
  return languages;
}

/** Lists a language's environments, in the wrapped form that clients read (reference/algorithmia-api.md §5.3). Any of a language's names will do. */
export function getEnvironments({ params }: Exchange) {
  const asked = params.language ?? "";
  const name = listedName(asked);
  if (name === undefined) throw new ApiError("UNKNOWN_LANGUAGE", asked);
  return { environments: environments.filter(({ language }) => language.name === name) };
}

/** The source files that an algorithm in an environment begins with, as a tar.gz. */
export async function getTemplate({ params, reply }: Exchange) {
  const found = environments.find((environment) => environment.environment_specification_id === params.specificationId?.toLowerCase());
  if (!found) throw new ApiError("ENVIRONMENT_NOT_FOUND", params.specificationId);
  return reply.type("application/gzip").send(await templateArchive(found.language.name));
}
