import { connectorOf } from "../../client/store-path";
import { isHosted } from "../../model/object-version";
import type { Inputs } from "./inputs";

/**
 * What a destroy leaves on the platform, as its user should know it: a data connector, its bucket or a file there may be resources of
 * the same stack, and go with it.
 *
 * @param id `owner/name` of the algorithm
 * @param state what the stack kept of the resource
 * @example whatStays("acme/sentiment", { modelUri: "s3+prod://models/v7.pkl" }) // "… through the data connector s3+prod: callable only as long as …"
 */
export function whatStays(id: string, { modelUri, models = {} }: Pick<Partial<Inputs>, "modelUri" | "models">): string {
  const uris = [...(modelUri === undefined ? [] : [modelUri]), ...Object.values(models).map(({ uri }) => uri)];
  const connectors = [...new Set(uris.filter((uri) => !isHosted(uri)).map(connectorOf))];
  const stay = `${id}: its published versions and uploaded files stay`;
  if (connectors.length === 0) return `${stay}, and stay callable; only the stack forgets them.`;
  const [named, needed] =
    connectors.length === 1
      ? [`the data connector ${connectors[0]}`, "that and the file"]
      : [`the data connectors ${connectors.join(" and ")}`, "those and the files"];
  return `${stay}; only the stack forgets them. What serves now loads its model through ${named}: callable only as long as ${needed} are there.`;
}
