import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../provider/client";
import { AlgorithmiaError } from "../../../provider/errors";
import { inspectModel } from "../../../provider/model/inspect-model";
import { rollout } from "../../../provider/rollout";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import { silent } from "../../../provider/rollout/report";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type Fault, type Seen, startTap, type Tap } from "../../support/tap";

/** Every request of a rollout meets a fault in its turn: the requests are counted, not picked by hand. */

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
let hand: Hand;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
  hand = await Hand.served(platform, "faulty");
});
afterAll(async () => {
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function roll(text: string) {
  const path = join(folder, "model.txt");
  writeFileSync(path, text);
  const { sha256 } = await inspectModel(path);
  const desired: Desired = {
    algorithm: hand.algorithm,
    files: [
      {
        name: "",
        bytes: { kind: "local", path },
        sha256,
        uri: `data://${hand.algorithm}/model-${sha256.slice(0, 12)}.txt`,
        store: `data://${hand.algorithm}`,
        isModelFile: (name) => name === "model.txt" || name.startsWith("model-"),
      },
    ],
    versionType: "minor",
    timeouts: { ...defaultTimeouts, build: 60 },
  };
  const connected = connect({ apiAddress: tap.url, gitAddress: tap.url, apiKey: platform.apiKey });
  try {
    return await rollout(desired, connected, silent);
  } finally {
    connected.close();
  }
}

const isUpload = ({ method, path, status }: Seen) => method === "PUT" && path.startsWith("/v1/data/") && status === 200;
const isPublish = ({ method, path, status }: Seen) => method === "POST" && path.endsWith("/versions") && status === 200;

/** Rolls out new bytes with the n-th request failing, then once more without. */
async function rollWithFaultAt(n: number, fault: Fault): Promise<{ struck: boolean; first: unknown }> {
  const text = `model ${n} ${fault}`;
  const before = { versions: (await hand.versions()).length, commits: (await hand.commits()).length };
  let count = 0;
  let struck = false;
  tap.seen.length = 0;
  tap.onRequest = () => {
    count += 1;
    if (count !== n) return undefined;
    struck = true;
    return fault;
  };
  const first = await roll(text).catch((error: unknown) => error);
  tap.onRequest = undefined;
  if (first instanceof Error) expect([n, first.message, first instanceof AlgorithmiaError]).toEqual([n, first.message, true]);

  const served = await roll(text);
  expect(await hand.call(served.version)).toMatchObject({ model: text });
  expect([n, fault, (await hand.versions()).length - before.versions]).toEqual([n, fault, 1]);
  expect([n, fault, (await hand.commits()).length - before.commits]).toEqual([n, fault, 1]);
  expect([n, fault, tap.seen.filter(isUpload).length, tap.seen.filter(isPublish).length]).toEqual([n, fault, 1, 1]);
  const builds = (await hand.builds()).filter((build) => build.commit_sha === served.versionHash);
  expect([n, fault, builds.length]).toEqual([n, fault, 1]);
  return { struck, first };
}

const mostRequests = 60;

test.each<Fault>(["reset", "lost", 500, 429, "garbled"])(
  "with %s at every request in turn, a run succeeds or fails with a code, and the next one ends with exactly one new version",
  async (fault) => {
    let n = 1;
    while (n <= mostRequests && (await rollWithFaultAt(n, fault)).struck) n += 1;
    expect(n).toBeGreaterThan(12);
    expect(n).toBeLessThan(mostRequests);
  },
  600_000,
);
