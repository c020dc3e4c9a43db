import { errors } from "../../../errors";
import { countText } from "../../../model/count-text";
import { type Candidate, inputToSet, judge, listCandidates } from "../candidates";
import { isInStore, parseStorageUri } from "../storage-uri";
import type { AdkReference, Reference, ReferenceInput, SourceFile, Wanted } from "../types";
import { actionEntry, isActionManifest } from "./action";
import { adkEntries, isAdkManifest, type ManifestEntry } from "./adk";
import { frozenUri } from "./freeze";
import { type JsonText, readJson } from "./json-text";

/** The ADK reads it by this name, from the repository's root. */
export const manifestPath = "model_manifest.json";

export type ManifestInput = Extract<ReferenceInput, { kind: "manifest" }>;

/** What a look at the manifest gave: the reference, or what was seen instead. */
export interface ManifestSearch {
  found?: Reference;
  /** `model_manifest.json (absent)` */
  looked: string;
  candidates: Candidate[];
}

/**
 * Looks for the model in the manifest: an ADK entry, or the deployment action's one model.
 * @throws MANIFEST_INVALID, REFERENCE_AMBIGUOUS
 */
export function findInManifest(files: readonly SourceFile[], wanted: Wanted, input?: ManifestInput): ManifestSearch {
  const path = input?.path === undefined ? manifestPath : repositoryPath(input.path);
  const file = files.find((each) => each.path === path);
  if (file === undefined) return { looked: absent(files, path), candidates: [] };
  const read = readJson(file.content);
  if (!("json" in read)) throw errors.MANIFEST_INVALID(path, read.fault);
  const { json } = read;

  const adk = isAdkManifest(json) ? searchAdk(files, wanted, input, path, json) : undefined;
  const adkOnly = input?.name !== undefined ? "name" : input?.freeze === true ? "freeze" : undefined;
  if (adkOnly && !adk)
    throw errors.MANIFEST_INVALID(
      path,
      `\`reference.${adkOnly}\` is for an ADK manifest, and it has neither "required_files" nor "optional_files"`,
    );
  if (adk && (adk.found || adkOnly)) return adk;
  if (isActionManifest(json)) return searchAction(wanted, input, path, json, adk?.candidates ?? []);
  if (adk === undefined && input)
    throw errors.MANIFEST_INVALID(path, 'it has neither "required_files" or "optional_files" nor "model_filepath"');
  return adk ?? { looked: `${path} (not a model manifest)`, candidates: [] };
}

/** The path as git has it, however it was typed. */
export function repositoryPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
}

function searchAdk(
  files: readonly SourceFile[],
  wanted: Wanted,
  input: ManifestInput | undefined,
  path: string,
  json: JsonText,
): ManifestSearch {
  const entries = adkEntries(path, json);
  const candidates = entries.map((entry) => candidateOf(entry, path, wanted));
  const matches = entries.filter((entry, index) =>
    input?.name === undefined ? candidates[index]?.note === undefined : entry.name === input.name,
  );
  if (matches.length > 1) {
    const tied = candidates.filter(({ note }) => note === undefined);
    throw errors.REFERENCE_AMBIGUOUS(wanted.algorithm, listCandidates(tied), inputToSet(tied));
  }
  const [match] = matches;
  const missing = input?.name === undefined ? "" : `, none of them named ${JSON.stringify(input.name)}`;
  const looked = `${path} (${countText(entries.length, "file")}${missing})`;
  return match ? { found: referenceTo(match, path, files, input), looked, candidates } : { looked, candidates };
}

function referenceTo({ name, uri, line }: ManifestEntry, path: string, files: readonly SourceFile[], input?: ManifestInput): AdkReference {
  const freezePath = `${path}.freeze`;
  const frozen = files.find((file) => file.path === freezePath);
  const loaded = frozen && frozenUri(frozen.content, name);
  const freezes = frozen !== undefined || input?.freeze === true;
  return { kind: "manifest", style: "adk", path, name, uri: loaded ?? uri, ...(freezes ? { freezePath } : {}), line };
}

/** Without a note it is certainly the model. */
function candidateOf(entry: ManifestEntry, path: string, wanted: Wanted): Candidate {
  const { name, uri, line } = entry;
  return { path, line, shown: uri, ...judge(parseStorageUri(uri), wanted), input: () => inputFor(path, name) };
}

function searchAction(wanted: Wanted, input: ManifestInput | undefined, path: string, json: JsonText, others: Candidate[]): ManifestSearch {
  const { uri, line } = actionEntry(path, json);
  const place = parseStorageUri(uri);
  // Such a manifest has one model by definition: its place in the store is proof enough, the action's file names follow another template.
  const certain = input !== undefined || (place !== undefined && isInStore(place, wanted.store));
  const looked = `${path} (of the deployment action)`;
  if (certain) return { found: { kind: "manifest", style: "action", path, uri, line }, looked, candidates: [] };
  const candidate = { path, line, shown: uri, ...judge(place, wanted), input: () => inputFor(path) };
  return { looked, candidates: [...others, candidate] };
}

function inputFor(path: string, name?: string): string {
  const where = path === manifestPath ? "" : `, path: ${JSON.stringify(path)}`;
  return `{ kind: "manifest"${where}${name === undefined ? "" : `, name: ${JSON.stringify(name)}`} }`;
}

function absent(files: readonly SourceFile[], path: string): string {
  const frozen = files.some((file) => file.path === `${path}.freeze`);
  return frozen ? `${path} (absent, although ${path}.freeze is there)` : `${path} (absent)`;
}
