import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type Platform } from "../../../provider/client";
import { hashModelFully } from "../../../provider/model/hash-model";
import { inspectModel } from "../../../provider/model/inspect-model";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import { identify } from "../../../provider/rollout/identify";
import { silent } from "../../../provider/rollout/report";
import { upload } from "../../../provider/rollout/upload";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { startTap, type Tap } from "../../support/tap";
import { temporaryFolder } from "../model/folder/temporary-folder";

const folders = temporaryFolder();
let running: RunningPlatform;
let tap: Tap;
let platform: Platform;

beforeAll(async () => {
  running = await startPlatformProcess();
  tap = await startTap(running.url);
  platform = connect({ apiAddress: tap.url, gitAddress: tap.url, apiKey: running.apiKey });
});
afterAll(async () => {
  platform?.close();
  await tap?.close();
  await running?.stop();
});
beforeEach(() => {
  tap.onRequest = undefined;
});

async function desiredFor(path: string): Promise<Desired> {
  const { sha256 } = await inspectModel(path);
  const store = `data://${running.owner}/bert`;
  const uri = `${store}/bert-${sha256.slice(0, 12)}.tar`;
  const file = { name: "", bytes: { kind: "local" as const, path }, sha256, uri, store, isModelFile: () => true };
  return { algorithm: `${running.owner}/bert`, files: [file], versionType: "minor", timeouts: defaultTimeouts };
}

const bigFolder = () => folders.make({ "a.bin": Buffer.alloc(30_000_000, 1), "b.bin": "weights", "c d.txt": "one\r\ntwo" });

test("a folder arrives as its archive, also when the connection is cut on the way", async () => {
  const folder = bigFolder();
  const desired = await desiredFor(folder);
  let cuts = 0;
  tap.onRequest = ({ method }) => (method === "PUT" && cuts++ === 0 ? "cut" : undefined);
  const [file] = await identify(desired, platform);
  await upload(file!, defaultTimeouts, platform, silent);
  expect(cuts).toBe(2);
  const { md5, sizeBytes } = await hashModelFully(folder);
  expect(await platform.data.stat(file!.uri)).toEqual({ kind: "file", sizeBytes, md5 });
});

test("a folder that is written while it is uploaded is not uploaded, and the reason is said", async () => {
  const folder = bigFolder();
  writeFileSync(join(folder, "b.bin"), "other weights");
  const desired = await desiredFor(folder);
  const [file] = await identify(desired, platform);
  tap.onRequest = ({ method }) => {
    if (method === "PUT") writeFileSync(join(folder, "b.bin"), "newer weights");
    return undefined;
  };
  await expect(upload(file!, defaultTimeouts, platform, silent)).rejects.toMatchObject({
    code: "MODEL_BEING_WRITTEN",
    message: expect.stringContaining(`${folder} changed while it was read.`),
  });
  expect(await platform.data.stat(file!.uri)).toBeUndefined();
});

test("a folder that changed after the preview is refused before anything is sent", async () => {
  const folder = bigFolder();
  const desired = await desiredFor(folder);
  const [file] = await identify(desired, platform);
  writeFileSync(join(folder, "one more.bin"), "x");
  tap.seen.length = 0;
  await expect(identify(desired, platform)).rejects.toMatchObject({ code: "MODEL_CHANGED" });
  await expect(upload(file!, defaultTimeouts, platform, silent)).rejects.toMatchObject({ code: "MODEL_CHANGED" });
  expect(tap.writes()).toEqual([]);
});
