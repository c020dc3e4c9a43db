import { algorithmName, optionalText, type Parse, text } from "../../inputs/plain";
import { checked, checkInputs, type InputRules } from "../shared/check-inputs";
import type { CheckResult, Properties } from "../shared/resource-handler";

const variable: Parse = (value) =>
  typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(value)
    ? { value }
    : { problem: "expected the name of an environment variable: letters, digits and _, not beginning with a digit" };

/** The platform takes blanks around a description for nothing: no difference may come of them. */
const description: Parse = (value) => optionalText(typeof value === "string" ? value.trim() : value);

const rules: InputRules = {
  algorithm: { parse: algorithmName, required: true },
  key: { parse: variable, required: true },
  shortName: { parse: text },
  description: { parse: description },
  value: { parse: text, required: true, secret: true },
};

/** Validates what the program gave; the key serves as the name where none is given. */
export function check(given: Properties): CheckResult {
  const { inputs, problems } = checkInputs(rules, given);
  inputs.shortName ??= inputs.key;
  return checked(inputs, problems);
}
