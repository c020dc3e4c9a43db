import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";

/** Name of the example algorithm, and of the collection of its model. */
export const demoName = "sentiment";
/** Something to call it with. */
export const demoInput = "What a lovely, bright day";

/**
 * Writes the example into a folder: a declaration, a model file, and the source of an algorithm that loads it.
 *
 * @returns the declaration's file
 */
export function writeDemo(folder: string, owner: string): string {
  const model = `data://${owner}/${demoName}/words.json`;
  const files: Record<string, string> = {
    "seed.yaml": stringify({
      files: [{ path: model, from: "words.json" }],
      algorithms: [
        // Public: called without a version, an algorithm answers by its newest public one.
        { name: `${owner}/${demoName}`, label: "Sentiment of a text", source: "source", sampleInput: demoInput, callability: "public" },
      ],
    }),
    "words.json": `${JSON.stringify(words, null, 2)}\n`,
    "source/algorithmia.conf": `${JSON.stringify({ username: owner, algoname: demoName, language: "python3" })}\n`,
    "source/requirements.txt": "algorithmia>=2.0.5,<3\n",
    "source/README.md": `# ${demoName}\n\nTells whether a text sounds positive or negative, by the weights of its words in ${model}.\n`,
    "source/src/__init__.py": "",
    [`source/src/${demoName}.py`]: sourceOf(model),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, "seed.yaml");
}

const words = { lovely: 2, bright: 1, good: 1, great: 2, happy: 2, awful: -2, bad: -1, dull: -1, sad: -2, terrible: -2 };

const sourceOf = (model: string) => `import json

import Algorithmia

client = Algorithmia.client()

# Loaded once, when an instance starts: its calls are answered from memory.
with open(client.file("${model}").getFile().name) as model:
    WEIGHTS = json.load(model)


def apply(input):
    words = [word.strip(".,;:!?").lower() for word in str(input).split()]
    score = sum(WEIGHTS.get(word, 0) for word in words)
    return {"sentiment": "positive" if score > 0 else "negative" if score < 0 else "neutral", "score": score}
`;
