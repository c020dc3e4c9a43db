import { ApiError } from "../api/errors";
import type { NewAlgorithm } from "../api/schemas";

const others = /^(java|javascript|node|r\d*$|r-|ruby|rust|scala|anaconda|csharp|dotnet|kotlin|swift)/i;

/** Throws unless an algorithm's language, named in any of the three ways, is one that is built here: Python. */
export function requirePython(settings: NewAlgorithm["settings"]): void {
  const named = settings.package_set ?? settings.language;
  // An environment id says nothing about its language; this platform has one, Python.
  if (named === undefined || /^(python|pypy)/i.test(named)) return;
  throw new ApiError(others.test(named) ? "UNSUPPORTED_LANGUAGE" : "UNKNOWN_LANGUAGE", named);
}
