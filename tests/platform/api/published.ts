import type { Platform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, send } from "./support";

/** Creates an algorithm, pushes to it, waits for the build and publishes it; answers with its id, commit and version. */
export async function publishedAlgorithm(platform: Platform, folder: string, name: string, settings: object = {}) {
  const { id } = await createAlgorithm(platform, name);
  const commit = await pushChange(platform, folder, name, { [`src/${name}.py`]: "def apply(input):\n    return input\n" });
  const address = `/v1/algorithms/${platform.owner}/${name}`;
  await eventually(async () => (await send(platform, "GET", `${address}/builds`)).json.results[0]?.status === "succeeded");
  const published = await send(platform, "POST", `${address}/versions`, { body: { settings } });
  if (published.status !== 200) throw new Error(published.text);
  return { id: id as string, commit, version: published.json.version_info.semantic_version as string };
}

/** Calls an algorithm of the platform's owner with a JSON input. */
export function callWithJson(platform: Platform, target: string, input: unknown, key = platform.apiKey) {
  return send(platform, "POST", `/v1/algo/${platform.owner}/${target}`, {
    key,
    body: JSON.stringify(input),
    headers: { "content-type": "application/json" },
  });
}
