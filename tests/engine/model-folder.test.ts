import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { inspectModel } from "../../provider/model/inspect-model";
import { openModelBytes } from "../../provider/model/model-bytes";
import { classicFiles, Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { failureOf, operationsOn, type TestStack } from "./stack";

/** An algorithm whose model is a folder: it unpacks the archive where it loads it, as a warm instance of a transformer would. */
const source = (uri: string) => `import Algorithmia, tarfile, tempfile

client = Algorithmia.client()
FOLDER = tempfile.mkdtemp()
tarfile.open(client.file("${uri}").getFile().name).extractall(FOLDER)
MODEL = open(FOLDER + "/weights/model v1.txt").read().strip()


def apply(input):
    return {"model": MODEL}
`;

const scene = setScene();
let folder: string;
let hand: Hand;
let stack: TestStack;
let fileName: string | undefined;
let model: pulumi.Input<string | pulumi.asset.FileArchive>;

beforeAll(async () => {
  folder = join(scene.folder, "bert");
  mkdirSync(join(folder, "weights"), { recursive: true });
  writeFileSync(join(folder, "weights/model v1.txt"), "by hand");
  model = folder;
  hand = new Hand(scene.platform, "intent");
  await hand.create();
  const uri = `data://${hand.algorithm}/bert.tar`;
  await hand.put("bert.tar", await buffer((await openModelBytes(folder)).read()));
  await hand.push({ ...classicFiles("intent", uri), "src/intent.py": source(uri) });
  await hand.publish();
  stack = await scene.createStack({
    program: () => {
      const intent = new AlgorithmModelVersion("intent", { algorithm: hand.algorithm, model, fileName });
      return { version: intent.version, uri: intent.modelUri };
    },
  });
});

const warnings = (events: pulumi.automation.EngineEvent[]) =>
  events.flatMap(({ diagnosticEvent: event }) => (event?.severity === "warning" && event.urn ? [event.message.trim()] : []));

test("a folder is rolled out as one archive, and the new version answers from the files in it", async () => {
  writeFileSync(join(folder, "weights/model v1.txt"), "rolled out");
  const { sha256 } = await inspectModel(folder);
  await stack.up();
  expect(await stack.outputs()).toEqual({ version: "0.2.0", uri: `data://${hand.algorithm}/bert-${sha256.slice(0, 12)}.tar` });
  expect(await hand.call("0.2.0")).toEqual({ model: "rolled out" });
  expect(await hand.call("0.1.0")).toEqual({ model: "by hand" });
});

test("the same folder as a FileArchive, or elsewhere, is no difference", async () => {
  model = new pulumi.asset.FileArchive(folder);
  expect((await stack.preview()).changes).toEqual({ same: 2 });
  renameSync(folder, join(scene.folder, "elsewhere"));
  model = join(scene.folder, "elsewhere");
  expect((await stack.preview()).changes).toEqual({ same: 2 });
  renameSync(join(scene.folder, "elsewhere"), folder);
  model = folder;
});

test("a file that comes to the folder is a new version, and its pickle is warned about on the resource in preview and update", async () => {
  writeFileSync(join(folder, "tokenizer.pkl"), "cos\nsystem\n.");
  const warning = `${folder}/tokenizer.pkl is a pickle: loading it runs code. It imports os.system.`;
  const preview = await stack.preview();
  expect(operationsOn(preview.events)).toEqual(["update"]);
  expect(warnings(preview.events)).toEqual([warning]);
  const { events } = await stack.up();
  expect(warnings(events)).toEqual([warning]);
  expect(await hand.call("0.3.0")).toEqual({ model: "rolled out" });
  const again = await stack.preview();
  expect([again.changes, warnings(again.events)]).toEqual([{ same: 2 }, []]);
});

test("another input that is refused is told", async () => {
  fileName = "without a hash";
  expect(await failureOf(stack.preview())).toMatch(/Input fileName: it must hold \{sha256\}/);
  fileName = undefined;
});

test("a folder with a file that is cut off fails the preview, by that file's name", async () => {
  writeFileSync(join(folder, "weights/model.safetensors"), Buffer.from(`\x40\0\0\0\0\0\0\0{"__metadata__": {`, "latin1"));
  expect(await failureOf(stack.preview())).toMatch(
    /weights\/model\.safetensors is cut off: as safetensors its header has 64 bytes, of which 18 are there\./,
  );
});
