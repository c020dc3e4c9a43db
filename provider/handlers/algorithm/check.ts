import { errors } from "../../errors";
import { unknownValue } from "../../host/wire";
import { algorithmName, flag, oneOf, optionalText, permission, text, uuid } from "../../inputs/plain";
import { checked, checkInputs, type InputRules } from "../shared/check-inputs";
import type { CheckResult, Properties } from "../shared/resource-handler";
import { defaults } from "./inputs";

const rules: InputRules = {
  algorithm: { parse: algorithmName, required: true },
  label: { parse: text },
  summary: { parse: optionalText },
  tagline: { parse: optionalText },
  language: { parse: text },
  environment: { parse: oneOf("cpu", "gpu") },
  algorithmEnvironment: { parse: uuid },
  sourceVisibility: { parse: oneOf("open", "closed"), default: defaults.sourceVisibility },
  networkAccess: { parse: oneOf("full", "isolated"), default: defaults.networkAccess },
  pipelineEnabled: { parse: flag, default: defaults.pipelineEnabled },
  license: { parse: oneOf("apl", "apache2", "gpl3", "mit"), default: defaults.license },
  algorithmCallability: { parse: oneOf("public", "private") },
  forceDelete: { parse: permission },
};

/** Validates what the program gave and fills in defaults. */
export function check(given: Properties): CheckResult {
  const { inputs, problems } = checkInputs(rules, given);
  const { algorithm, license, sourceVisibility } = inputs;
  if (inputs.algorithmEnvironment === undefined) {
    inputs.language ??= defaults.language;
    inputs.environment ??= defaults.environment;
  } else if (inputs.language !== undefined || inputs.environment !== undefined) {
    problems.push(errors.INPUT_INVALID("algorithmEnvironment", "it stands for `language` and `environment`, give one or the others"));
  }
  if (typeof algorithm === "string") inputs.label ??= algorithm === unknownValue ? unknownValue : algorithm.split("/")[1];
  if (sourceVisibility === "closed" && license !== unknownValue && license !== undefined && license !== "apl") {
    const reason = `source under the license ${JSON.stringify(license)} is open: set it to "open", or the license to "apl"`;
    problems.push(errors.INPUT_INVALID("sourceVisibility", reason));
  }
  return checked(inputs, problems);
}
