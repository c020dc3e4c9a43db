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
 * The manifest with the new model in place of the old, and its freeze where there is one. Only files that change.
 * @throws MANIFEST_INVALID, FREEZE_INCOMPLETE, MODEL_MD5_UNKNOWN
 */
export function rewriteManifest(
  files: readonly SourceFile[],
  reference: AdkReference | ActionReference,
  model: NewModel,
  now: Date,
): SourceFile[] {
  const { path } = reference;
  const file = files.find((each) => each.path === path);
  assert(file, `${path} is not there: rewritten in other files than it was found in`);
  const read = readJson(file.content);
  if (!("json" in read)) throw errors.MANIFEST_INVALID(path, read.fault);
  const edits = reference.style === "adk" ? adkEdits(read.json, reference, model) : actionEdits(read.json, reference, model);
  const content = applyEdits(file.content, edits);
  const manifest = content === file.content ? [] : [{ path, content }];
  if (reference.style === "action" || reference.freezePath === undefined) return manifest;
  return [...manifest, ...rewriteFreeze(files, { ...reference, freezePath: reference.freezePath }, content, model, now)];
}

function rewriteFreeze(
  files: readonly SourceFile[],
  { path, name, freezePath }: AdkReference & { freezePath: string },
  manifest: Buffer,
  model: NewModel,
  now: Date,
): SourceFile[] {
  const frozenModel = { name, md5: knownMd5(path, model) };
  const previous = files.find((each) => each.path === freezePath)?.content;
  if (previous && isFreezeOf(previous, manifest, frozenModel)) return [];
  return [{ path: freezePath, content: freeze({ manifest: path, freeze: freezePath }, manifest, frozenModel, previous, now) }];
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
