import { type AlgorithmiaError, errors } from "../../errors";
import { rememberRunFacts } from "../../host/run-facts";
import { hasUnknown, unknownValue } from "../../host/wire";
import { defaultTimeouts, normalisedSample } from "../../rollout/desired";
import { checkModel } from "./check-model";
import type { Assurances, InputName, Inputs, NamedModelInputs, ParsedInputs, RunFacts, ToldByProgram, ToldModel } from "./inputs";
import { parseInputs, parseTold } from "./parse-inputs";

export interface CheckFailure {
  property: string;
  reason: string;
}
type Failures = { failures: CheckFailure[] };
export type CheckResult = { inputs: Record<string, unknown> } | Failures;

/** Checks what the program gave, and remembers the facts of this run for the create or update that follows. */
export function check(olds: Record<string, unknown>, news: Record<string, unknown>): CheckResult {
  const { __provider, __run, modelSha256, modelBytes, ...given } = withoutIgnored(news, olds);
  const result = checkInputs(olds, given, parseTold({ modelSha256, modelBytes, __run, models: given.models }));
  if ("failures" in result) return result;
  rememberRunFacts(result.inputs, String(result.inputs.algorithm), result.facts);
  return { inputs: result.inputs };
}

/** With `ignoreChanges` the engine hands over what the state has: what this check itself put there is no input of the program. */
function withoutIgnored(news: Record<string, unknown>, olds: Record<string, unknown>): Record<string, unknown> {
  const own = ["modelUri", "stored", "pinned"];
  return Object.fromEntries(Object.entries(news).filter(([name, value]) => !own.includes(name) || value !== olds[name]));
}

/**
 * Validates what a program gave, fills in defaults and names the files by their content. Pure: no network, no disk. Values that are
 * not known yet pass through unchanged.
 *
 * @param olds the inputs that the state has @param given the inputs of the program @param told what was found out about its models
 */
export function checkInputs(
  olds: Record<string, unknown>,
  given: Record<string, unknown>,
  told: ToldByProgram,
): { inputs: Record<string, unknown>; facts: RunFacts } | Failures {
  const problems: AlgorithmiaError[] = [];
  const parsed = parseInputs(given, problems);
  const unknown = (name: InputName) => hasUnknown(given[name]);

  // What was found while a model was hashed is said alone: it explains whatever else is wrong.
  const found = [told.model, ...Object.values(told.models === "unknown" ? {} : told.models)];
  const foundProblems = found.flatMap((model) => (typeof model === "object" && model.problem ? [model.problem] : []));
  if (foundProblems.length > 0) return failed(foundProblems);
  refuseUnsupported(parsed, problems);

  const algorithm = unknown("algorithm") ? unknownValue : parsed.algorithm;
  const setting = (name: "store" | "fileName") => (unknown(name) ? unknownValue : parsed[name]);
  const declared = { algorithm, prefix: "", store: setting("store"), fileName: setting("fileName"), expectedSha256: parsed.expectedSha256 };
  const model = told.model === "none" ? undefined : checkModel(declared, told.model, modelBefore(olds), problems);
  const models =
    unknown("models") || told.models === "unknown" ? unknownValue : checkModels(parsed, told.models, algorithm, olds, problems);
  if (told.model === "none" && models === undefined)
    problems.push(errors.INPUT_INVALID("model", "it is needed, or one at least in `models`"));
  if (problems.length > 0) return failed(problems.map(({ message }) => message));

  const inputs = {
    algorithm,
    ...(model && modelInputs(model)),
    ...(told.model === "unknown" ? { modelBytes: unknownValue } : {}),
    reference: unknown("reference") ? given.reference : parsed.reference,
    models,
    callability: unknown("callability") ? unknownValue : parsed.callability,
    sampleInput: unknown("sampleInput") ? unknownValue : sameSample(olds.sampleInput, parsed.sampleInput),
    ...assurances(parsed, told),
  };
  return { inputs: withoutUndefined<unknown>(inputs), facts: factsOf(parsed, told) };
}

/** An empty property keeps the engine from printing the value, which may be a secret, before the reason. */
const failed = (reasons: string[]): Failures => ({ failures: reasons.map((reason) => ({ property: "", reason })) });

function refuseUnsupported({ updateMode }: ParsedInputs, problems: AlgorithmiaError[]): void {
  if (updateMode === "reload") problems.push(errors.NOT_YET_SUPPORTED('updateMode "reload"'));
}

/** The state keeps `model` beside the other inputs, `models` as a map of its own. */
function modelInputs({ uri, sha256, bytes, store, fileName, stored }: NamedModelInputs): Omit<Inputs, "algorithm"> {
  return { store, fileName, modelUri: uri, modelSha256: sha256, modelBytes: bytes, stored };
}

function modelBefore({ modelUri, modelSha256, store, fileName, stored }: Partial<Inputs>): Partial<NamedModelInputs> {
  return { uri: modelUri, sha256: modelSha256, store, fileName, stored };
}

function checkModels(
  { models = {} }: ParsedInputs,
  told: Record<string, ToldModel>,
  algorithm: string | undefined,
  olds: Partial<Inputs>,
  problems: AlgorithmiaError[],
): Record<string, unknown> | undefined {
  const checked = Object.entries(models).map(([name, settings]) => {
    const before = olds.models?.[name] ?? {};
    const model = checkModel({ ...settings, algorithm, prefix: `models.${name}.` }, told[name] ?? {}, before, problems);
    return [name, withoutUndefined<unknown>({ ...model })] as const;
  });
  return checked.length > 0 ? Object.fromEntries(checked) : undefined;
}

/** The same JSON in another layout stays as the state has it: no difference. */
function sameSample(before: unknown, now: string | undefined): string | undefined {
  return typeof before === "string" && now !== undefined && normalisedSample(before) === normalisedSample(now) ? before : now;
}

/** A stored model's hash is declared by its very input. */
function assurances({ expectedSha256, models = {}, smokeTests }: ParsedInputs, told: ToldByProgram): Assurances {
  const isPinned = (model: ToldModel | undefined, expected: string | undefined) => model?.uri !== undefined || expected !== undefined;
  const model = typeof told.model === "object" ? told.model : undefined;
  const named = told.models === "unknown" ? {} : told.models;
  const pinned =
    (told.model === "none" || isPinned(model, expectedSha256)) &&
    Object.entries(models).every(([name, settings]) => isPinned(named[name], settings.expectedSha256));
  return { pinned: pinned || undefined, smokeTests: smokeTests?.length ? smokeTests.map(({ name }) => name) : undefined };
}

function factsOf(parsed: ParsedInputs, { urn, model, models }: ToldByProgram): RunFacts {
  const told: [string, ToldModel | string][] = [["", model], ...Object.entries(models === "unknown" ? {} : models)];
  const each = <Member extends "path" | "name" | "verify">(member: Member): Record<string, NonNullable<ToldModel[Member]>> =>
    Object.fromEntries(
      told.flatMap(([name, file]) => (typeof file === "object" && file[member] !== undefined ? [[name, file[member]]] : [])),
    );
  const verify = each("verify");
  const warnings = told.flatMap(([, file]) => (typeof file === "object" ? (file.warnings ?? []) : []));
  return {
    urn,
    paths: each("path"),
    names: each("name"),
    ...(Object.keys(verify).length > 0 ? { verify } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    versionType: parsed.versionType ?? "minor",
    releaseNotes: parsed.releaseNotes,
    sampleOutput: parsed.sampleOutput,
    smokeTests: parsed.smokeTests,
    compare: parsed.compare,
    retain: parsed.retain,
    timeouts: { ...defaultTimeouts, ...withoutUndefined(parsed.timeouts ?? {}) },
  };
}

function withoutUndefined<Value>(object: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
