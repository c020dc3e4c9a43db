import Ajv, { type ErrorObject, type Options, type ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { type Difference, isObject } from "./difference";
import { jsonPath, show } from "./show";

type Schema = boolean | Record<string, unknown>;

// Strict, so that a mistyped keyword is told instead of ignored; no logger, for a schema is judged by its errors alone.
const options: Options = { strictSchema: true, strictTypes: false, strictTuples: false, logger: false, ownProperties: true };

/** Why a JSON Schema cannot be used, or undefined when it can. */
export function schemaProblem(schema: unknown): string | undefined {
  if (typeof schema !== "boolean" && !isObject(schema)) return "must be a JSON Schema (an object), got another value";
  const compiled = compile(schema);
  return typeof compiled === "string" ? `must be a JSON Schema, got one that does not compile: ${compiled}` : undefined;
}

/** The first place where a value does not match a schema that compiles. */
export function findMismatch(schema: Schema, got: unknown): Difference | undefined {
  const validate = compile(schema);
  if (typeof validate === "string")
    return { path: "$", text: `wanted a match of a schema that does not compile: ${validate}`, wanted: schema, got };
  if (validate(got)) return undefined;
  const first = validate.errors?.[0];
  const steps = stepsOf(first?.instancePath ?? "", got);
  const value = steps.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], got);
  return {
    path: jsonPath(steps),
    text: `${first ? sentence(first) : "must match the schema"}, got ${show(value, 80)}`,
    wanted: schema,
    got: value,
  };
}

/** By the draft that `$schema` names; without one 2020-12 is tried first, then draft-07, which writes tuples differently. */
function compile(schema: Schema): ValidateFunction | string {
  const named = isObject(schema) ? schema.$schema : undefined;
  const drafts = named === undefined ? [Ajv2020, Ajv] : /draft\/20(19|20)/.test(String(named)) ? [Ajv2020] : [Ajv];
  let problem: string | undefined;
  for (const Draft of drafts) {
    try {
      const ajv = new Draft(options);
      addFormats(ajv);
      const validate = ajv.compile(schema);
      // Such a schema answers with a promise, which would always count as a match.
      if ("$async" in validate && validate.$async) return "$async is not part of JSON Schema";
      return validate;
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
  }
  return problem ?? "it is no schema";
}

/** `/scores/0` → `["scores", 0]`, with `~1` and `~0` taken back. */
function stepsOf(pointer: string, got: unknown): (string | number)[] {
  let inner = got;
  return pointer
    .split("/")
    .slice(1)
    .map((raw) => {
      const key = raw.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(inner) ? Number(key) : key;
      inner = (inner as Record<string | number, unknown>)[step];
      return step;
    });
}

/** ajv's own words, with the names and values that it keeps apart. */
function sentence({ message = "must match the schema", params }: ErrorObject): string {
  const detail = params.additionalProperty ?? params.unevaluatedProperty ?? params.allowedValues ?? params.allowedValue;
  return detail === undefined ? message : `${message} (${show(detail, 80)})`;
}
