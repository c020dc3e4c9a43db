import { ApiError } from "../api/errors";
import type { NewAlgorithm } from "../api/schemas";
import { environments } from "../environments/catalog";
import type { Language } from "../runner/built-version";

const others = /^(java|r\d*$|r-|ruby|rust|scala|anaconda|csharp|dotnet|kotlin|swift)/i;

/**
 * The language that a new algorithm is written in, which may be named in any of three ways.
 *
 * @throws ApiError UNSUPPORTED_LANGUAGE, UNKNOWN_LANGUAGE unless it is one that is built here
 */
export function languageOf(settings: NewAlgorithm["settings"]): Language {
  const named = settings.package_set ?? settings.language;
  if (named === undefined) return languageOfEnvironment(settings.algorithm_environment);
  if (/^(python|pypy)/i.test(named)) return "python3";
  if (/^(javascript|node)/i.test(named)) return "javascript";
  throw new ApiError(others.test(named) ? "UNSUPPORTED_LANGUAGE" : "UNKNOWN_LANGUAGE", named);
}

/** An id that is not listed here comes from another platform, and says nothing: it means Python. */
function languageOfEnvironment(id: string | undefined): Language {
  return environments.find((environment) => environment.id === id?.toLowerCase())?.language.name ?? "python3";
}
