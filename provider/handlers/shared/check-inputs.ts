import { type AlgorithmiaError, errors } from "../../errors";
import { hasUnknown } from "../../host/wire";
import type { Parse } from "../../inputs/plain";
import { problemText } from "../../inputs/problem-text";
import { nearestName } from "../../model/nearest-name";
import type { CheckResult, Properties } from "./resource-handler";

/** How one input is read. */
export interface InputRule {
  parse: Parse;
  required?: true;
  /** What stands for an input that is not given; it becomes an input, so that drift from it shows. */
  default?: unknown;
  /** Its value is never repeated in a message. */
  secret?: true;
}
export type InputRules = Record<string, InputRule>;

/**
 * Reads what a program gave by a table of rules: unknown values pass through unchanged, defaults are filled in, and every problem
 * is told at once. No network, no disk.
 */
export function checkInputs(rules: InputRules, given: Properties): { inputs: Properties; problems: AlgorithmiaError[] } {
  const problems = Object.keys(given).flatMap((name) =>
    rules[name] ? [] : [errors.INPUT_UNKNOWN(name, nearestName(name, Object.keys(rules)) ?? "")],
  );
  const inputs: Properties = {};
  for (const [name, rule] of Object.entries(rules)) {
    const value = given[name] ?? rule.default;
    if (value === undefined && !rule.required) continue;
    if (hasUnknown(value)) {
      inputs[name] = value;
      continue;
    }
    const result = rule.parse(value);
    if (!("value" in result)) problems.push(errors.INPUT_INVALID(name, rule.secret ? result.problem : problemText(result.problem, value)));
    else if (result.value !== undefined) inputs[name] = result.value;
  }
  return { inputs, problems };
}

/** What `check` answers. An empty property keeps the engine from printing the value, which may be a secret, before the reason. */
export function checked(inputs: Properties, problems: readonly AlgorithmiaError[]): CheckResult {
  return problems.length > 0 ? { failures: problems.map(({ message }) => ({ property: "", reason: message })) } : { inputs };
}
