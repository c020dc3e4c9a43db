import { AlgorithmiaError, errors } from "../../errors";
import { unknownValue } from "../../host/wire";
import { defaultFileName, renderFileName, validateTemplate } from "../../model/file-name";
import { isHosted } from "../../model/object-version";
import { collectionOf, joinUri, misreading, parseStore, takeFileApart } from "../../model/store-uri";
import type { NamedModelInputs, NamedModelSettings, ToldModel } from "./inputs";

/** What was declared of a model; members may be the engine's stand-in for a value that is not known yet. */
export interface DeclaredModel extends NamedModelSettings {
  /** `owner/name`; absent when it is wrong, which is told elsewhere. */
  algorithm?: string;
  /** How messages call its inputs: `` or `models.vectorizer.`. */
  prefix: string;
}

/**
 * Names one model by its content and places it in its store. What is wrong with it is added to the problems.
 * @param before the inputs that the state has of it
 */
export function checkModel(
  { algorithm, prefix, store, fileName, reference, expectedSha256 }: DeclaredModel,
  told: ToldModel | "unknown",
  before: Partial<NamedModelInputs>,
  problems: AlgorithmiaError[],
): NamedModelInputs {
  const isKnown = told !== "unknown";
  if (isKnown && !told.sha256)
    problems.push(errors.INPUT_INVALID(`${prefix}model`, "nothing was told about it; upgrade pulumi-algorithmia in the program"));
  if (isKnown && expectedSha256 && told.sha256 && expectedSha256 !== told.sha256)
    problems.push(errors.MODEL_HASH_MISMATCH(told.path ?? told.uri ?? "the model", expectedSha256, told.sha256));
  const reason = fileName === undefined || fileName === unknownValue ? undefined : validateTemplate(fileName);
  if (reason) problems.push(errors.INPUT_INVALID(`${prefix}fileName`, reason));

  const model = {
    sha256: (isKnown ? told.sha256 : undefined) ?? unknownValue,
    bytes: isKnown ? told.sizeBytes : undefined,
    store: store === unknownValue ? unknownValue : storeIn(store, algorithm, told, problems),
    fileName: fileName === defaultFileName ? undefined : fileName,
    stored: isKnown && told.uri ? (true as const) : undefined,
    reference,
  };
  const isNamed = isKnown && ![algorithm, model.store, fileName].includes(unknownValue);
  const uri = isNamed ? uriOf(before, model, told, algorithm) : unknownValue;
  const misread = uri === before.uri || (isKnown && told.uri) ? undefined : misreading(uri.slice(uri.lastIndexOf("/") + 1));
  if (misread)
    problems.push(errors.INPUT_INVALID(`${prefix}fileName`, `${misread}; rename the model, or give a template without {stem} and {ext}`));
  return { ...model, uri };
}

/** @returns the collection where it is not the default one: that of the stored file, else the algorithm's own */
function storeIn(
  store: string | undefined,
  algorithm: string | undefined,
  told: ToldModel | "unknown",
  problems: AlgorithmiaError[],
): string | undefined {
  const own = algorithm === undefined || algorithm === unknownValue ? undefined : `data://${algorithm}`;
  const usual = told !== "unknown" && told.uri ? collectionOf(told.uri) : own;
  const asked = store ?? usual;
  try {
    const parsed = asked === undefined ? undefined : parseStore(asked);
    const file = told !== "unknown" && told.uri && !isHosted(told.uri) ? takeFileApart(told.uri) : undefined;
    if (file?.kind === "invalid") throw errors.INPUT_INVALID("model.uri", file.reason);
    return parsed === usual ? undefined : parsed;
  } catch (error) {
    if (!(error instanceof AlgorithmiaError)) throw error;
    problems.push(error);
    return undefined;
  }
}

type Wanted = Pick<NamedModelInputs, "store" | "fileName" | "sha256">;

/** The same bytes keep the name they have, also when the local file was renamed: identity is the content, nothing else. */
function uriOf(before: Partial<NamedModelInputs>, wanted: Wanted, told: ToldModel, algorithm = ""): string {
  if (told.uri) return told.uri;
  const { sha256, store, fileName = defaultFileName } = wanted;
  const sameContent = before.sha256 === sha256 && before.store === store && before.fileName === wanted.fileName && !before.stored;
  if (sameContent && before.uri !== undefined && before.uri !== unknownValue) return before.uri;
  return joinUri(store ?? `data://${algorithm}`, renderFileName(fileName, { path: told.name ?? told.path ?? "", sha256 }));
}
