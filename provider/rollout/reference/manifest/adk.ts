import type { Node } from "jsonc-parser";
import { errors } from "../../../errors";
import { positionAt } from "../position";
import { type JsonText, propertyOf, stringOf } from "./json-text";

/** One file of an ADK manifest, with the places of what a rollout may change. */
export interface ManifestEntry {
  name: string;
  uri: string;
  line: number;
  uriNode: Node;
  md5Node?: Node;
}

/** The two lists of an ADK manifest. */
export const fileLists = ["required_files", "optional_files"] as const;

/** Is this the ADK's kind of manifest? */
export function isAdkManifest(json: JsonText): boolean {
  return fileLists.some((list) => propertyOf(json, json.root, list) !== undefined);
}

/**
 * Every file that an ADK manifest names.
 * @throws MANIFEST_INVALID
 */
export function adkEntries(path: string, json: JsonText): ManifestEntry[] {
  const entries = fileLists.flatMap((list) => {
    const files = propertyOf(json, json.root, list);
    if (files === undefined) return [];
    if (files.type !== "array") throw errors.MANIFEST_INVALID(path, `"${list}" is not a list`);
    return (files.children ?? []).map((file, index) => readEntry(path, json, file, `${list}[${index}]`));
  });
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw errors.MANIFEST_INVALID(path, `two of its files have the name ${JSON.stringify(name)}`);
    names.add(name);
  }
  return entries;
}

function readEntry(path: string, json: JsonText, file: Node, where: string): ManifestEntry {
  if (file.type !== "object") throw errors.MANIFEST_INVALID(path, `${where} is not an object`);
  const text = (key: string) => {
    const node = propertyOf(json, file, key);
    const value = stringOf(json, node);
    if (node === undefined) throw errors.MANIFEST_INVALID(path, `${where} has no "${key}"`);
    if (value === undefined) throw errors.MANIFEST_INVALID(path, `the "${key}" of ${where} is not a string`);
    return { node, value };
  };
  const name = text("name");
  const uri = text("source_uri");
  return {
    name: name.value,
    uri: uri.value,
    line: positionAt(json.text, uri.node.offset).line,
    uriNode: uri.node,
    md5Node: propertyOf(json, file, "md5_checksum"),
  };
}
