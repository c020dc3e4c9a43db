import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type Platform } from "../../../provider/client";
import { type Desired, type DesiredFile, defaultTimeouts } from "../../../provider/rollout/desired";
import { identify } from "../../../provider/rollout/identify";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { temporaryFolder } from "../model/folder/temporary-folder";

const folders = temporaryFolder();
let running: RunningPlatform;
let platform: Platform;
let hand: Hand;

beforeAll(async () => {
  running = await startPlatformProcess();
  platform = connect({ apiAddress: running.url, gitAddress: running.url, apiKey: running.apiKey });
  hand = new Hand(running, "kept");
  await hand.put("model-v1.txt", "model one");
});
afterAll(async () => {
  platform?.close();
  await running?.stop();
});

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");

/** The file at the path has changed since; the state recorded `model one` at its address. */
function desired(recorded?: DesiredFile["recorded"]): Desired {
  const path = join(folders.make({}), "model.txt");
  writeFileSync(path, "model two");
  const store = `data://${hand.algorithm}`;
  const uri = `${store}/model-v1.txt`;
  const file = {
    name: "",
    bytes: { kind: "local" as const, path },
    sha256: digest("sha256", "model one"),
    uri,
    store,
    isModelFile: () => true,
  };
  return { algorithm: hand.algorithm, files: [{ ...file, recorded }], versionType: "minor", timeouts: defaultTimeouts };
}
const md5 = digest("md5", "model one");

test("a file that changed after the preview is not rolled out", async () => {
  await expect(identify(desired(), platform)).rejects.toMatchObject({ code: "MODEL_CHANGED" });
});

test("a model that the run leaves as it is, by ignoreChanges, needs no file any more: storage has it", async () => {
  const [file] = await identify(desired({ sizeBytes: 9, md5 }), platform);
  expect(file).toMatchObject({ bytes: { kind: "stored" }, sizeBytes: 9, md5 });
});

test.each([
  ["bytes are others", { sizeBytes: 9, md5: "0".repeat(32) }],
  ["md5 was never told", { sizeBytes: 9 }],
])("but not where the stored %s", async (_, recorded) => {
  await expect(identify(desired(recorded), platform)).rejects.toMatchObject({ code: "MODEL_CHANGED" });
});
