import assert from "node:assert/strict";
import { errors } from "../../../errors";
import { applyEdits } from "../edit";
import type { SourceFile, SourceReference } from "../types";
import { writeEscapes } from "./escapes";
import type { StringForm } from "./languages";
import { scanFile } from "./literals";

/**
 * The file with the new URI in place of the old one. Nothing but what stands between that literal's quotes changes.
 * @throws REFERENCE_UNWRITABLE
 */
export function rewriteLiteral(files: readonly SourceFile[], reference: SourceReference, uri: string): SourceFile[] {
  const { path, line, column } = reference;
  const file = files.find((each) => each.path === path);
  const found = file && scanFile(file).literals.find((each) => each.line === line && each.column === column);
  assert(
    file && found?.uri === reference.uri,
    `${path}:${line} does not name ${reference.uri}: rewritten in other files than it was found in`,
  );
  if (found.uri === uri) return [];
  const { start, end, form } = found.literal;
  const content = applyEdits(file.content, [{ start, end, bytes: Buffer.from(written(uri, form)) }]);
  // Reading it back shows whether this kind of literal could hold the text at all.
  const now = scanFile({ path, content }).literals.find(({ literal }) => literal.start === start);
  const holds = now?.uri === uri && now.obstacle === undefined && !hasControlCharacter(uri);
  if (!holds) throw errors.REFERENCE_UNWRITABLE(path, line, uri);
  return [{ path, content }];
}

function written(uri: string, { escaping, closes, hole, doubledQuote }: StringForm): string {
  let text = writeEscapes(uri, escaping, closes);
  if (doubledQuote) text = text.replaceAll('"', '""');
  if (hole?.opens === "#{") return text.replace(/#(?=[{$@])/g, "\\#");
  if (hole?.opens === "{" && hole.doubled) return text.replace(/[{}]/g, "$&$&");
  if (hole?.opens === "${") return hole.doubled ? text.replaceAll("$", "$$$$") : text.replaceAll("${", "\\${");
  return text;
}

/** No file name needs one, and some languages cannot write one. */
const hasControlCharacter = (uri: string): boolean => Array.from(uri).some((character) => character < " " || character === "\x7f");
