import type { Node } from "jsonc-parser";
import { errors } from "../../../errors";
import { positionAt } from "../position";
import { parseStorageUri } from "../storage-uri";
import { type JsonText, propertyOf, stringOf } from "./json-text";

/** The one model of a manifest that Algorithmia's deployment action writes (reference §10.1). */
export interface ActionEntry {
  /** With its scheme, which the file leaves out. */
  uri: string;
  line: number;
  pathNode: Node;
  md5Node?: Node;
}

/** Is this the deployment action's kind of manifest? */
export function isActionManifest(json: JsonText): boolean {
  return propertyOf(json, json.root, "model_filepath") !== undefined;
}

/**
 * The model that the manifest names.
 * @throws MANIFEST_INVALID
 */
export function actionEntry(path: string, json: JsonText): ActionEntry {
  const pathNode = propertyOf(json, json.root, "model_filepath");
  const text = stringOf(json, pathNode);
  if (pathNode === undefined || text === undefined) throw errors.MANIFEST_INVALID(path, '"model_filepath" is not a string');
  return {
    uri: parseStorageUri(text) ? text : `data://${text.replace(/^\/+/, "")}`,
    line: positionAt(json.text, pathNode.offset).line,
    pathNode,
    md5Node: propertyOf(json, json.root, "model_md5_hash"),
  };
}

/** How the manifest writes a URI: without `data://`, unless it stands there already. */
export function actionPath(json: JsonText, { pathNode }: ActionEntry, uri: string): string {
  const withScheme = stringOf(json, pathNode)?.startsWith("data://");
  return withScheme ? uri : uri.replace(/^data:\/\//, "");
}
