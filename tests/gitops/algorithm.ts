import { Hand } from "../support/algorithm";
import type { RunningPlatform } from "../support/platform";

/** The three algorithms of examples/gitops: each counts for the words of its model, and says the likeliest class. */
export const source = (uri: string) => `import json
import math
import re

import Algorithmia

client = Algorithmia.client()
with open(client.file("${uri}").getFile().name) as file:
    CLASSES = json.load(file)["classes"]


def apply(input):
    words = re.findall(r"[a-z]+", input.lower())
    points = {label: sum(weights.get(word, 0) for word in words) for label, weights in CLASSES.items()}
    best = max(points, key=points.get)
    return {"label": best, "score": round(math.exp(points[best]) / sum(map(math.exp, points.values())), 4)}
`;

/** Created and pushed, as the team of the algorithm does before the first rollout; nothing is published yet. */
export async function pushedAlgorithm(platform: RunningPlatform, name: string): Promise<Hand> {
  const hand = new Hand(platform, name);
  await hand.create();
  await hand.push(
    {
      "algorithmia.conf": JSON.stringify({ username: platform.owner, algoname: name, language: "python3" }),
      "requirements.txt": "algorithmia==2.0.5\n",
      "src/__init__.py": "",
      [`src/${name}.py`]: source(`data://${hand.algorithm}/words.json`),
    },
    "The algorithm",
  );
  return hand;
}
