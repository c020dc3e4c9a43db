import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { environments, python } from "./catalog";
import { templateArchive } from "./template-archive";

/** Lists the languages of algorithms: a bare array. */
export function getLanguages() {
  return [python];
}

/** Lists a language's environments, in the wrapped form that clients read (reference/algorithmia-api.md §5.3). Python's may be asked for by any name of Python 3. */
export function getEnvironments({ params }: Exchange) {
  if (!/^python-?3/i.test(params.language ?? "")) throw new ApiError("UNKNOWN_LANGUAGE", params.language);
  return { environments };
}

/** The source files that an algorithm in an environment begins with, as a tar.gz. */
export async function getTemplate({ params, reply }: Exchange) {
  const found = environments.find((environment) => environment.environment_specification_id === params.specificationId?.toLowerCase());
  if (!found) throw new ApiError("ENVIRONMENT_NOT_FOUND", params.specificationId);
  return reply.type("application/gzip").send(await templateArchive());
}
