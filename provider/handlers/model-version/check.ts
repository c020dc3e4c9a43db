import { AlgorithmiaError, errors } from "../../errors";
import { rememberRunFacts } from "../../host/run-facts";
import { hasUnknown, unknownValue } from "../../host/wire";
import { defaultFileName, renderFileName, validateTemplate } from "../../model/file-name";
import { collectionOf, joinUri, parseStore } from "../../model/store-uri";
import { defaultTimeouts } from "../../rollout/desired";
import type { InputName, Inputs, ParsedInputs, RunFacts, ToldByProgram } from "./inputs";
import { parseInputs, parseTold } from "./parse-inputs";

export interface CheckFailure {
  property: string;
  reason: string;
}
export type CheckResult = { inputs: Record<string, unknown> } | { failures: CheckFailure[] };

/**
 * Validates what the program gave, fills in defaults and names the file by its content. Pure but for remembering the run's own
 * facts: no network, no disk. Values that are not known yet pass through unchanged.
 */
export function check(olds: Record<string, unknown>, news: Record<string, unknown>): CheckResult {
  const { __provider, __run, modelSha256, modelBytes, ...given } = news;
  const problems: AlgorithmiaError[] = [];
  const told = parseTold({ modelSha256, modelBytes, __run });
  const parsed = parseInputs(given, problems);
  const unknown = (name: InputName) => hasUnknown(given[name]);

  // Every part of the model is known, or none is.
  const isKnown = told !== undefined;
  if (told?.problem) return { failures: [{ property: "", reason: told.problem }] };
  if (isKnown && !told.sha256)
    problems.push(errors.INPUT_INVALID("model", "nothing was told about it; upgrade pulumi-algorithmia in the program"));
  refuseUnsupported(parsed, problems);
  refuseOtherBytes(parsed, told, problems);

  const store = parseStoreInput(parsed, told, problems);
  refuseTemplate(parsed, problems);
  // An empty property keeps the engine from printing the value, which may be a secret, before the reason.
  if (problems.length > 0) return { failures: problems.map(({ message }) => ({ property: "", reason: message })) };

  const inputs = {
    algorithm: unknown("algorithm") ? unknownValue : parsed.algorithm,
    store: unknown("store") ? unknownValue : store,
    fileName: unknown("fileName") ? unknownValue : parsed.fileName === defaultFileName ? undefined : parsed.fileName,
    modelSha256: isKnown ? told.sha256 : unknownValue,
    modelBytes: isKnown ? told.sizeBytes : unknownValue,
    stored: told?.uri ? (true as const) : undefined,
    reference: unknown("reference") ? given.reference : parsed.reference,
    callability: unknown("callability") ? unknownValue : parsed.callability,
    sampleInput: unknown("sampleInput") ? unknownValue : parsed.sampleInput,
  };
  const isNamed = isKnown && ![inputs.algorithm, inputs.store, inputs.fileName].includes(unknownValue);
  const modelUri = isNamed ? uriOf(olds, inputs, told) : unknownValue;
  const checked = withoutUndefined<unknown>({ ...inputs, modelUri });
  const facts: RunFacts = {
    urn: told?.urn,
    path: told?.path,
    versionType: parsed.versionType ?? "minor",
    releaseNotes: parsed.releaseNotes,
    sampleOutput: parsed.sampleOutput,
    timeouts: { ...defaultTimeouts, ...withoutUndefined(parsed.timeouts ?? {}) },
  };
  rememberRunFacts(checked, String(checked.algorithm), facts);
  return { inputs: checked };
}

function refuseUnsupported({ smokeTests, retain, updateMode }: ParsedInputs, problems: AlgorithmiaError[]): void {
  if (smokeTests && smokeTests.length > 0) problems.push(errors.NOT_YET_SUPPORTED("smokeTests"));
  if (retain?.files !== undefined) problems.push(errors.NOT_YET_SUPPORTED("retain"));
  if (updateMode === "reload") problems.push(errors.NOT_YET_SUPPORTED('updateMode "reload"'));
}

function refuseOtherBytes({ expectedSha256 }: ParsedInputs, told: ToldByProgram | undefined, problems: AlgorithmiaError[]): void {
  if (!expectedSha256 || !told?.sha256 || expectedSha256 === told.sha256) return;
  problems.push(errors.MODEL_HASH_MISMATCH(told.path ?? told.uri ?? "the model", expectedSha256, told.sha256));
}

/** The collection that the file lies in: as given, else that of the stored file, else the algorithm's own. */
/** @returns the collection where it is not the default one; what is wrong with it is added to the problems */
function parseStoreInput(
  { store, algorithm }: ParsedInputs,
  told: ToldByProgram | undefined,
  problems: AlgorithmiaError[],
): string | undefined {
  const usual = told?.uri ? collectionOf(told.uri) : algorithm && `data://${algorithm}`;
  try {
    const parsed = (store ?? usual) === undefined ? undefined : parseStore(store ?? usual ?? "");
    if (parsed && !parsed.startsWith("data://")) throw errors.STORE_UNSUPPORTED(parsed);
    return parsed === usual ? undefined : parsed;
  } catch (error) {
    if (!(error instanceof AlgorithmiaError)) throw error;
    problems.push(error);
    return undefined;
  }
}

function refuseTemplate({ fileName }: ParsedInputs, problems: AlgorithmiaError[]): void {
  const reason = fileName === undefined ? undefined : validateTemplate(fileName);
  if (reason) problems.push(errors.INPUT_INVALID("fileName", reason));
}

type Wanted = Pick<Inputs, "store" | "fileName"> & { algorithm?: string; modelSha256?: string };

/** The same bytes keep the name they have, also when the local file was renamed: identity is the content, nothing else. */
function uriOf(olds: Record<string, unknown>, wanted: Wanted, told: ToldByProgram): string {
  if (told.uri) return told.uri;
  const { algorithm = "", modelSha256: sha256 = "", store, fileName = defaultFileName } = wanted;
  const sameContent = olds.modelSha256 === sha256 && olds.store === store && olds.fileName === wanted.fileName && !olds.stored;
  if (sameContent && typeof olds.modelUri === "string" && olds.modelUri !== unknownValue) return olds.modelUri;
  return joinUri(store ?? `data://${algorithm}`, renderFileName(fileName, { path: told.path ?? "", sha256 }));
}

function withoutUndefined<Value>(object: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
