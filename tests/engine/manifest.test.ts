import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";
import type { TestStack } from "./stack";

const example = join(__dirname, "..", "..", "examples", "quickstart", "algorithm-adk");

const source = `import Algorithmia
from adk import ADK


def load(model_data):
    return open(model_data.get_model("model")).read().strip()


def apply(input, model):
    return {"model": model, "input": input}


algorithm = ADK(apply, load, Algorithmia.client())
algorithm.init("hello")
`;

const scene = setScene();
let stack: TestStack;

/** An ADK algorithm as its author pushes it, its model uploaded by hand and its first version published. */
async function served(name: string, tamperProof: boolean): Promise<Hand> {
  const hand = new Hand(scene.platform, name);
  const uri = `data://${hand.algorithm}/model.txt`;
  const manifest = { required_files: [{ name: "model", source_uri: uri, fail_on_tamper: tamperProof, metadata: {} }], optional_files: [] };
  await hand.create();
  await hand.put("model.txt", "model by hand");
  await hand.push({
    ".adk": "",
    "algorithmia.conf": readFileSync(join(example, "algorithmia.conf"), "utf8").replace(/"algoname":\s*"\w+"/, `"algoname": "${name}"`),
    "requirements.txt": "algorithmia==2.0.5\nalgorithmia-adk==1.2.4\n",
    [`src/${name}.py`]: source,
    "model_manifest.json": `${JSON.stringify(manifest, null, 4)}\n`,
  });
  return hand;
}

async function roll(hand: Hand, text: string, more: Partial<AlgorithmModelVersionArgs> = {}): Promise<TestStack> {
  const model = join(scene.folder, "model.txt");
  writeFileSync(model, text);
  stack = await scene.createStack({
    program: () => ({ version: new AlgorithmModelVersion("m", { algorithm: hand.algorithm, model, ...more }).version }),
  });
  await stack.up();
  return stack;
}

test("an ADK manifest names the new model, and nothing else of it changes", async () => {
  const hand = await served("plain", false);
  const up = await roll(hand, "model one");
  expect(await hand.call("0.1.0")).toMatchObject({ model: "model one" });
  expect((await up.resource()).outputs.version).toBe("0.1.0");
});

test("a freeze is made on request, made anew with every model, and guards against an overwritten file", async () => {
  const hand = await served("frozen", true);
  const more = { reference: { kind: "manifest" as const, freeze: true } };
  const up = await roll(hand, "model one", more);
  expect(await hand.call("0.1.0")).toMatchObject({ model: "model one" });

  writeFileSync(join(scene.folder, "model.txt"), "model two");
  await up.up();
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model two" });

  scene.tap.seen.length = 0;
  writeFileSync(join(scene.folder, "model.txt"), "model one");
  await up.up();
  expect((await up.outputs()).version).toBe("0.1.0");
  expect(scene.tap.writes()).toEqual([]);

  writeFileSync(join(scene.folder, "model.txt"), "model three");
  await up.up();
  const sha = createHash("sha256").update("model three").digest("hex");
  await hand.put(`model-${sha.slice(0, 12)}.txt`, "tampered with");
  expect(await hand.call("0.3.0")).toMatchObject({ error: { message: expect.stringContaining("Model File Mismatch") } });
});
