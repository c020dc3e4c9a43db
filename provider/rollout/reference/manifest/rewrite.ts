import assert from "node:assert/strict";
import type { Node } from "jsonc-parser";
import { errors } from "../../../errors";
import { applyEdits, type Edit } from "../edit";
import type { ActionReference, AdkReference, NewModel, SourceFile } from "../types";
import { actionEntry, actionPath } from "./action";
import { adkEntries } from "./adk";
import { freeze, isFreezeOf } from "./freeze";
import { encodeJsonString, type JsonText, readJson, stringOf } from "./json-text";

/**
 * The manifest with the new model in place of the old; only if it changes. Its freeze is another file: see `renewFreeze`.
 * @throws MANIFEST_INVALID, MODEL_MD5_UNKNOWN
 */
export function rewriteManifest(files: readonly SourceFile[], reference: AdkReference | ActionReference, model: NewModel): SourceFile[] {
  const { path } = reference;
  const { file, json } = readManifest(files, path);
  const edits = reference.style === "adk" ? adkEdits(json, reference, model) : actionEdits(json, reference, model);
  const content = applyEdits(file.content, edits);
  return content === file.content ? [] : [{ path, content }];
}

/**
 * The freeze of a manifest that names its models already; only if it changes.
 * @param models those that are rolled out, by their names in the manifest: their md5s are known
 * @throws MANIFEST_INVALID, FREEZE_INCOMPLETE, MODEL_MD5_UNKNOWN
 */
export function renewFreeze(
  files: readonly SourceFile[],
  { path, freezePath }: { path: string; freezePath: string },
  models: ReadonlyMap<string, NewModel>,
  now: Date,
): SourceFile[] {
  const manifest = readManifest(files, path).file.content;
  const frozen = new Map([...models].map(([name, model]) => [name, knownMd5(path, model)]));
  const previous = files.find((each) => each.path === freezePath)?.content;
  if (previous && isFreezeOf(previous, manifest, frozen)) return [];
  return [{ path: freezePath, content: freeze({ manifest: path, freeze: freezePath }, manifest, frozen, previous, now) }];
}

function readManifest(files: readonly SourceFile[], path: string): { file: SourceFile; json: JsonText } {
  const file = files.find((each) => each.path === path);
  assert(file, `${path} is not there: rewritten in other files than it was found in`);
  const read = readJson(file.content);
  if (!("json" in read)) throw errors.MANIFEST_INVALID(path, read.fault);
  return { file, json: read.json };
}

/** An unfrozen entry may carry an md5 too, and the ADK then holds the file to it: it changes along. */
function adkEdits(json: JsonText, { path, name }: AdkReference, model: NewModel): Edit[] {
  const entry = adkEntries(path, json).find((each) => each.name === name);
  assert(entry, `${path} has no file ${name}: rewritten in other files than it was found in`);
  return [stringEdit(json, entry.uriNode, model.uri), ...md5Edit(json, path, entry.md5Node, model)];
}

function actionEdits(json: JsonText, { path }: ActionReference, model: NewModel): Edit[] {
  const entry = actionEntry(path, json);
  return [stringEdit(json, entry.pathNode, actionPath(json, entry, model.uri)), ...md5Edit(json, path, entry.md5Node, model)];
}

const md5Edit = (json: JsonText, path: string, node: Node | undefined, model: NewModel): Edit[] =>
  node ? [stringEdit(json, node, knownMd5(path, model))] : [];

/** Leaves a string alone that says the same already, in whatever escapes. */
function stringEdit(json: JsonText, node: Node, value: string): Edit {
  const [start, end] = [node.offset, node.offset + node.length];
  const same = stringOf(json, node) === value;
  return { start, end, bytes: same ? Buffer.from(json.text.slice(start, end), "latin1") : Buffer.from(encodeJsonString(value)) };
}

function knownMd5(path: string, { md5, uri }: NewModel): string {
  if (!/^[0-9a-f]{32}$/.test(md5)) throw errors.MODEL_MD5_UNKNOWN(path, uri);
  return md5;
}
