import { parseDocument } from "yaml";
import type { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { pushedAlgorithm } from "./algorithm";
import { type GitHub, startGitHub } from "./github";
import { Infrastructure } from "./infrastructure";

export interface Team {
  infrastructure: Infrastructure;
  github: GitHub;
  /** By the algorithm's name, in the order of models.yaml. */
  algorithms: Record<string, Hand>;
  stop(): Promise<void>;
}

/** A platform with the algorithms of examples/gitops, a stand-in for GitHub, and a repository made from the example; nothing is rolled out yet. */
export async function startTeam(names: string[] = ["sentiment", "spam", "language"]): Promise<Team> {
  const [platform, github] = await Promise.all([startPlatformProcess(["--owner", "acme"]), startGitHub()]);
  const infrastructure = new Infrastructure({ ...platform, previewKey: await keyForPreviews(platform) }, github);
  const hands = await Promise.all(names.map((name) => pushedAlgorithm(platform, name)));
  await infrastructure.begin(() => keepPins(infrastructure, names));
  return {
    infrastructure,
    github,
    algorithms: Object.fromEntries(names.map((name, index) => [name, hands[index]!])),
    stop: () => stop(platform, github, infrastructure),
  };
}

/** The key that the README says to make for previews: it may not write data nor call anything. */
async function keyForPreviews({ url, owner, adminKey }: RunningPlatform): Promise<string> {
  const permissions = { allow_data: true, allow_data_write: false, allow_algo: false, allow_algo_management: true };
  const response = await fetch(`${url}/v1/users/${owner}/keys`, {
    method: "POST",
    headers: { Authorization: adminKey, "Content-Type": "application/json" },
    body: JSON.stringify({ key_label: "preview", permissions }),
  });
  if (!response.ok) throw new Error(`keys: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { api_key: string }).api_key;
}

function keepPins(infrastructure: Infrastructure, names: string[]): void {
  const pins = parseDocument(infrastructure.read("models.yaml"));
  for (const algorithm of Object.keys(pins.toJS().algorithms)) {
    if (!names.includes(algorithm.replace("acme/", ""))) pins.deleteIn(["algorithms", algorithm]);
  }
  infrastructure.write("models.yaml", pins.toString({ lineWidth: 0 }));
}

async function stop(platform: RunningPlatform, github: GitHub, infrastructure: Infrastructure): Promise<void> {
  await Promise.all([platform.stop(), github.close()]);
  infrastructure.close();
}
