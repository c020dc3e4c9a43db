import { errors } from "../../errors";
import { rememberRunFacts } from "../../host/run-facts";
import { hasUnknown, unknownValue } from "../../host/wire";
import { collectionUri, type Parse, permission } from "../../inputs/plain";
import { defaultFileName, renderFileName, validateTemplate } from "../../model/file-name";
import { joinUri } from "../../model/store-uri";
import { checked, checkInputs, type InputRules } from "../shared/check-inputs";
import type { CheckResult, Properties } from "../shared/resource-handler";
import type { RunFacts, ToldByProgram } from "./inputs";

const template: Parse = (value) => {
  if (typeof value !== "string") return { problem: "expected a text" };
  const problem = validateTemplate(value);
  return problem ? { problem } : { value: value === defaultFileName ? undefined : value };
};

const rules: InputRules = {
  store: { parse: collectionUri, required: true },
  fileName: { parse: template },
  deleteOld: { parse: permission },
  deleteOnDestroy: { parse: permission },
};

/**
 * Validates what the program gave and names the file by its content, so that a preview shows where it will lie. Pure but for
 * remembering the path, which is a fact of this run and no part of the state.
 */
export function check(olds: Properties, news: Properties): CheckResult {
  const { __run, sha256, sizeBytes, uri: _computed, ...given } = news;
  const { inputs, problems } = checkInputs(rules, given);
  const isKnown = ![sha256, sizeBytes, __run].some(hasUnknown);
  if (!isKnown) return checked({ ...inputs, sha256: unknownValue, sizeBytes: unknownValue, uri: unknownValue }, problems);

  const { found = {}, urn } = (__run ?? {}) as ToldByProgram;
  if (found.problem) return { failures: [{ property: "", reason: found.problem }] };
  if (found.uri) problems.push(errors.MODEL_KIND_UNSUPPORTED("a file that is in storage already"));
  if (typeof sha256 !== "string") problems.push(errors.INPUT_INVALID("model", "a path or a FileAsset is required"));
  if (problems.length > 0) return checked(inputs, problems);

  const named = { ...inputs, sha256: String(sha256), sizeBytes };
  const isNamed = ![inputs.store, inputs.fileName].includes(unknownValue);
  const uri = isNamed ? uriOf(olds, named, found.name ?? found.path ?? "") : unknownValue;
  const whole = { ...named, uri };
  if (found.path !== undefined) rememberRunFacts(whole, uri, { path: found.path, urn } satisfies RunFacts);
  return checked(whole, []);
}

/** The same bytes keep the name they have, also when the local file was renamed: identity is the content, nothing else. */
function uriOf(olds: Properties, { store, fileName, sha256 }: Properties, path: string): string {
  const isSame = olds.sha256 === sha256 && olds.store === store && olds.fileName === fileName;
  if (isSame && typeof olds.uri === "string" && olds.uri !== unknownValue) return olds.uri;
  const name = renderFileName(String(fileName ?? defaultFileName), { path, sha256: String(sha256) });
  return joinUri(String(store), name);
}
