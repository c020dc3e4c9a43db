import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../gitops/installation";
import { runCommand } from "../../platform/cli/command";
import type { RunningPlatform } from "../platform";
import type { CloudExample } from "./example";

/** A program of examples/ on the real CLI, with a stand-in for its cloud's plugin. */
export interface RunningExample {
  /** Runs the CLI and fails with its words where it cannot; answers with what it printed. */
  pulumi(...args: string[]): Promise<string>;
  outputs(): Promise<Record<string, string>>;
  /** Which words of a text the algorithm's version knows, and how many it knows in all. */
  knownWords(version: string, text: string): Promise<unknown>;
  /** Everything that was printed. */
  printed: readonly string[];
}

/** Makes the algorithm that the program rolls out to, and its stack `dev`. `plugins` is the stand-in's folder below this one, `environment` its server. */
export async function runExample(
  example: CloudExample,
  platform: RunningPlatform,
  { plugins, environment, config }: { plugins: string; environment: Record<string, string>; config: Record<string, string> },
): Promise<RunningExample> {
  const printed: string[] = [];
  const pulumi = async (...args: string[]) => {
    const { code, text } = await example.pulumi(args, environment, join(__dirname, plugins));
    printed.push(text);
    if (code !== 0) throw new Error(text);
    return text;
  };
  await runCommand("seed", join(root, "examples", "s3", "seed.yaml"), "--data", platform.dataDir);
  await pulumi("stack", "init", "dev");
  const settings = { "algorithmia:apiAddress": platform.url, ...config };
  await pulumi("config", "set-all", ...Object.entries(settings).flatMap(([name, value]) => ["--plaintext", `${name}=${value}`]));
  await pulumi("config", "set", "--secret", "algorithmia:apiKey", platform.apiKey);
  return {
    pulumi,
    printed,
    outputs: async () => JSON.parse(await pulumi("stack", "output", "--json")) as Record<string, string>,
    async knownWords(version, text) {
      const headers = { Authorization: platform.apiKey, "Content-Type": "text/plain" };
      const reply = await fetch(`${platform.url}/v1/algo/demo/sentiment/${version}`, { method: "POST", headers, body: text });
      return ((await reply.json()) as { result: unknown }).result;
    },
  };
}

/** The program's whole story: made, unchanged, then with another model, while the version of before still reads the first. */
export async function rollOutTwice(example: CloudExample, running: RunningExample, { resources, uri }: { resources: number; uri: RegExp }) {
  await running.pulumi("up", "--yes");
  expect(await running.outputs()).toEqual({ version: "0.2.0", modelUri: expect.stringMatching(uri) });
  expect(await running.knownWords("0.2.0", "a great film")).toEqual({ words: ["great"], of: 4 });
  expect(await running.pulumi("preview")).toContain(`${resources} unchanged`);
  appendFileSync(join(example.folder, "model.txt"), "awful\n");
  await running.pulumi("up", "--yes", "--skip-preview");
  expect(await running.outputs()).toEqual({ version: "0.3.0", modelUri: expect.stringMatching(uri) });
  expect(await running.knownWords("0.3.0", "an awful film")).toEqual({ words: ["awful"], of: 5 });
  expect(await running.knownWords("0.2.0", "an awful film")).toEqual({ words: [], of: 4 });
}
