import { createHash } from "node:crypto";
import type { Repository } from "../../../provider/client";
import { isModelFile } from "../../../provider/handlers/model-version/naming";
import { type ModelToName, nameModels } from "../../../provider/rollout/name-models";
import type { ReferenceInput } from "../../../provider/rollout/reference";
import { python3 } from "./reference/python3";
import { sources, textOf } from "./reference/sources";

const store = "data://acme/sentiment";
const md5Of = (text: string) => createHash("md5").update(text).digest("hex");

/** A model whose file is called `<stem>.pkl`, under a name made of its content. */
const model = (name: string, stem = name, reference?: ReferenceInput): ModelToName => {
  const sha256 = createHash("sha256").update(name).digest("hex");
  const uri = `${store}/${stem}-${sha256.slice(0, 12)}.pkl`;
  return {
    name,
    store,
    uri,
    sha256,
    sizeBytes: name.length,
    md5: md5Of(name),
    reference,
    isModelFile: isModelFile({ uri, path: `${stem}.pkl`, knownUris: [uri] }),
  };
};

/** Nothing is published yet, so there is no earlier version to look at. */
const name = (files: Record<string, string>, models: ModelToName[]) =>
  nameModels("acme/sentiment", sources(files), models, [], undefined as unknown as Repository);

/** The check that the ADK makes when it starts. */
const adkAccepts = (freeze: string): boolean =>
  python3(
    `
import hashlib, json, sys
manifest = json.loads(json.load(sys.stdin))
expected = manifest.pop("lock_checksum")
print(json.dumps(expected == hashlib.md5(str(manifest).encode()).hexdigest()))
`,
    freeze,
  );

const manifestOf = (...names: string[]) =>
  JSON.stringify(
    { required_files: names.map((each) => ({ name: each, source_uri: `${store}/${each}.pkl` })), optional_files: [] },
    null,
    2,
  );
const freezing: ReferenceInput = { kind: "manifest", freeze: true };

describe("A manifest with several models and no freeze", () => {
  test("is frozen as a whole on request: every one that is rolled out is hashed here", async () => {
    const models = [model("words", "words", freezing), model("classifier")];
    const { changes } = await name({ "model_manifest.json": manifestOf("words", "classifier") }, models);
    const frozen = textOf(changes, "model_manifest.json.freeze");
    expect(adkAccepts(frozen)).toBe(true);
    expect(JSON.parse(frozen)).toMatchObject({
      required_files: models.map(({ name, uri, md5 }) => ({ name, source_uri: uri, md5_checksum: md5 })),
    });
    const again = Object.fromEntries(changes.map(({ path, content }) => [path, content.toString()]));
    expect((await name(again, models)).changes).toEqual([]);
  });

  test("is not frozen while another file's md5 is unknown", async () => {
    const files = { "model_manifest.json": manifestOf("words", "classifier", "labels") };
    const naming = name(files, [model("words", "words", freezing), model("classifier")]);
    await expect(naming).rejects.toMatchObject({ code: "FREEZE_INCOMPLETE", message: expect.stringContaining('"labels"') });
  });
});

describe("Two models of one stem", () => {
  test("are not both named at one place, where the later would take the earlier's", async () => {
    const files = { "src/sentiment.py": `MODEL = "${store}/model.pkl"\n` };
    await expect(name(files, [model("a", "model"), model("b", "model")])).rejects.toMatchObject({ code: "REFERENCE_TAKEN" });
  });

  test("each have the place that their references say", async () => {
    const files = { "src/sentiment.py": `A = "${store}/model.pkl"\nB = "${store}/model.pkl"\n` };
    const at = (anchor: string): ReferenceInput => ({ kind: "source", file: "src/sentiment.py", anchor });
    const [a, b] = [model("a", "model", at("A =")), model("b", "model", at("B ="))];
    const { changes } = await name(files, [a, b]);
    expect(textOf(changes, "src/sentiment.py")).toBe(`A = "${a.uri}"\nB = "${b.uri}"\n`);
  });
});
