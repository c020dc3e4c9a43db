import { ApiError } from "../api/errors";
import type { NewAlgorithm } from "../api/schemas";
import { environments, type ListedName, listedName } from "../environments/catalog";

const others = /^(java|r\d*$|r-|ruby|rust|scala|csharp|dotnet|kotlin|swift)/i;

/**
 * The language that a new algorithm is written in, which may be named in any of three ways.
 *
 * @throws ApiError UNSUPPORTED_LANGUAGE, UNKNOWN_LANGUAGE unless it is one that is built here
 */
export function languageOf(settings: NewAlgorithm["settings"]): ListedName {
  const named = settings.package_set ?? settings.language;
  if (named === undefined) return languageOfEnvironment(settings.algorithm_environment);
  const known = listedName(named);
  if (known !== undefined) return known;
  throw new ApiError(others.test(named) ? "UNSUPPORTED_LANGUAGE" : "UNKNOWN_LANGUAGE", named);
}

/** An id that is not listed here comes from another platform, and says nothing: it means Python. */
function languageOfEnvironment(id: string | undefined): ListedName {
  return environments.find((environment) => environment.id === id?.toLowerCase())?.language.name ?? "python3";
}
