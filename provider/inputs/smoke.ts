import { z } from "zod";
import { givenInputOf, inputNames } from "../smoke/given-input";
import type { Comparison, SmokeTest } from "../smoke/types";

const text = z.string().min(1);
const answerMembers = ["equals", "approximately", "contains", "matches", "noError", "maxLatencyMs"] as const;

/** Words a problem as `… must …, got …`: each place that shows it puts the path of the member before it. */
const problemOf = (context: z.RefinementCtx, message: string, path: PropertyKey[] = []) =>
  context.addIssue({ code: "custom", message, path });

const json = z.unknown().superRefine((value, context) => {
  if (!z.json().safeParse(value).success) problemOf(context, "must be plain JSON (no NaN, no dates, no functions), got something else");
});

const base64 = z.string().superRefine((value, context) => {
  const digits = value.replace(/\s/g, "");
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) problemOf(context, "must be base64, got something else");
});

const jsonSchema = json.superRefine((schema, context) => {
  // ajv is loaded only where there is a schema.
  const { schemaProblem } = require("../smoke/json-schema") as typeof import("../smoke/json-schema");
  const problem = schemaProblem(schema);
  if (problem) problemOf(context, problem);
}) as z.ZodType<boolean | Record<string, unknown>>;

const expectation = z
  .strictObject({
    equals: json.optional(),
    approximately: json.optional(),
    tolerance: z.number().nonnegative().optional(),
    contains: json.optional(),
    matches: jsonSchema.optional(),
    noError: z.literal(true).optional(),
    maxLatencyMs: z.number().positive().optional(),
  })
  .superRefine((expect, context) => {
    if (context.issues.length > 0) return; // a mistyped member is told as such, not as one that is missing
    if (answerMembers.every((member) => expect[member] === undefined)) {
      problemOf(context, `must hold at least one of ${answerMembers.join(", ")}, got none`);
    }
    if (expect.tolerance !== undefined && expect.approximately === undefined) {
      problemOf(context, "must stand beside approximately, got it alone", ["tolerance"]);
    }
  });

const smokeTest = z
  .strictObject({
    name: text,
    input: json.optional(),
    inputText: z.string().optional(),
    inputBase64: base64.optional(),
    inputFile: text.optional(),
    expect: expectation,
    timeoutSeconds: z.number().positive().optional(),
  })
  .superRefine((test, context) => {
    if (context.issues.length > 0) return;
    const given = inputNames.filter((name) => test[name] !== undefined);
    if (given.length !== 1) problemOf(context, `must have exactly one of ${inputNames.join(", ")}, got ${given.join(" and ") || "none"}`);
  });

/** The smoke tests of a program or a pin file. Their names are unique. */
export const smokeTests = z.array(smokeTest).superRefine((tests, context) => {
  for (const [index, { name }] of tests.entries()) {
    if (tests.findIndex((other) => other.name === name) < index) {
      problemOf(context, `must be unlike the names of the other tests, got ${JSON.stringify(name)} again`, [index, "name"]);
    }
  }
}) satisfies z.ZodType<SmokeTest[]>;

const namedInput = { inputText: z.string(), inputBase64: base64, inputFile: text };

const comparedInput = json.superRefine((item, context) => {
  const given = givenInputOf(item);
  for (const [name, schema] of Object.entries(namedInput)) {
    const issue = name in given ? schema.safeParse(given[name as keyof typeof namedInput]).error?.issues[0] : undefined;
    if (issue) problemOf(context, issue.code === "custom" ? issue.message : "must be a text, got something else or an empty one", [name]);
  }
});

/** How the new build is compared with the serving version. */
export const compare = z.strictObject({
  inputs: z.array(comparedInput).min(1),
  tolerance: z.number().nonnegative().optional(),
  maxDifferentShare: z.number().min(0).max(1).optional(),
  onInconclusive: z.enum(["stop", "publish"]).optional(),
}) satisfies z.ZodType<Comparison>;
