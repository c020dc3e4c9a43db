import type { z } from "zod";
import { type AlgorithmiaError, errors } from "../../errors";
import { hasUnknown } from "../../host/wire";
import { problemText } from "../../inputs/problem-text";
import { algorithmNameProblem } from "../../model/algorithm-name";
import { nearestName } from "../../model/nearest-name";
import { type InputName, type ParsedInputs, runOf, type ToldByProgram, type ToldModel } from "./inputs";

/** `unknown`: there is no such member. Other texts stand after the name of the input, or of its member at `path`. */
type Fault = { path?: string; problem: string } | { path: string; unknown: string; nearest?: string };
type Parse = (value: unknown) => { value: unknown } | { problem: string } | { faults: Fault[] };

/**
 * How each input is read. Plain values are looked at here; zod, whose loading is 60 ms of every preview, is loaded for objects
 * and lists only, which most programs never give.
 */
const parsers: Record<InputName, Parse> = {
  algorithm: (value) => {
    const problem = typeof value === "string" ? algorithmNameProblem(value) : 'expected "owner/name"';
    return problem ? { problem } : { value };
  },
  store: text,
  fileName: text,
  expectedSha256: (value) =>
    typeof value === "string" && /^[0-9a-f]{64}$/i.test(value)
      ? { value: value.toLowerCase() }
      : { problem: "expected 64 hexadecimal digits" },
  reference: structured("reference"),
  models: structured("models"),
  versionType: oneOf("revision", "minor", "major"),
  releaseNotes: text,
  sampleInput: jsonText,
  sampleOutput: jsonText,
  callability: oneOf("public", "private"),
  smokeTests: structured("smokeTests"),
  compare: structured("compare"),
  retain: structured("retain"),
  updateMode: oneOf("publish", "reload"),
  timeouts: structured("timeouts"),
};
const names = Object.keys(parsers) as InputName[];

/** Parses what a program gave; each problem is added to the list, so that one does not hide another. Unknown values are left out. */
export function parseInputs(given: Record<string, unknown>, problems: AlgorithmiaError[]): ParsedInputs {
  for (const name of Object.keys(given)) {
    if (!names.includes(name as InputName)) problems.push(errors.INPUT_UNKNOWN(name, nearestName(name, [...names, "model"]) ?? ""));
  }
  const parsed: Record<string, unknown> = {};
  for (const name of names) {
    if (hasUnknown(given[name]) || (given[name] === undefined && name !== "algorithm")) continue;
    const result = parsers[name](given[name]);
    if ("value" in result) parsed[name] = result.value;
    else if ("faults" in result) problems.push(...result.faults.map((fault) => errorOf(name, fault)));
    else problems.push(errors.INPUT_INVALID(name, problemText(result.problem, given[name])));
  }
  return parsed as ParsedInputs;
}

/** What the resource class told. It is our own class that wrote it, so its shape is not questioned. */
export function parseTold({ modelSha256, modelBytes, __run, models }: Record<string, unknown>): ToldByProgram {
  const run = runOf(__run);
  return { urn: run.urn, model: toldModel(modelSha256, modelBytes, run.found), models: toldModels(models, run.models) };
}

function toldModel(sha256: unknown, sizeBytes: unknown, found: ToldModel | undefined): ToldByProgram["model"] {
  if ([sha256, sizeBytes, found].some(hasUnknown)) return "unknown";
  if (found === undefined && sha256 === undefined) return "none";
  return { ...found, sha256: (sha256 as string | undefined)?.toLowerCase(), sizeBytes: sizeBytes as number | undefined };
}

function toldModels(given: unknown, found: Record<string, ToldModel> | undefined): ToldByProgram["models"] {
  if (hasUnknown(given) || hasUnknown(found)) return "unknown";
  const hashes = (given ?? {}) as Record<string, { sha256?: string; bytes?: number }>;
  const told = Object.entries(found ?? {}).map(([name, model]) => {
    const { sha256, bytes } = hashes[name] ?? {};
    return [name, { ...model, sha256: sha256?.toLowerCase(), sizeBytes: bytes }] as const;
  });
  return Object.fromEntries(told);
}

function text(value: unknown): ReturnType<Parse> {
  return typeof value === "string" && value !== "" ? { value } : { problem: "expected a text" };
}

function jsonText(value: unknown): ReturnType<Parse> {
  return { value: typeof value === "string" ? value : JSON.stringify(value) };
}

function oneOf(...choices: string[]): Parse {
  return (value) => (choices.includes(value as string) ? { value } : { problem: `expected one of ${choices.join(", ")}` });
}

function structured(name: keyof typeof import("../../inputs/structured").structuredInputs): Parse {
  return (value) => {
    const { structuredInputs } = require("../../inputs/structured") as typeof import("../../inputs/structured");
    const result = structuredInputs[name].safeParse(value);
    if (result.success) return { value: result.data };
    return { faults: result.error.issues.flatMap((issue) => faultsOf(name, issue, value)) };
  };
}

function faultsOf(name: string, issue: z.core.$ZodIssue, given: unknown): Fault[] {
  const { faultText, nearestMember, valueAt } = require("../../inputs/fault") as typeof import("../../inputs/fault");
  const path = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return [{ path, problem: faultText(issue, valueAt(given, issue.path)) }];
  const place = [name, ...issue.path.filter((step) => typeof step === "string")].join(".");
  return issue.keys.map((unknown) => ({ path, unknown, nearest: nearestMember(place, unknown) }));
}

function errorOf(name: string, fault: Fault): AlgorithmiaError {
  const place = [name, fault.path].filter(Boolean).join(".");
  if ("problem" in fault) return errors.INPUT_INVALID(place, fault.problem);
  return errors.INPUT_UNKNOWN(`${place}.${fault.unknown}`, fault.nearest ?? "");
}
