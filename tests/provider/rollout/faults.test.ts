import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { connect } from "../../../provider/client";
import { AlgorithmiaError } from "../../../provider/errors";
import { inspectModel } from "../../../provider/model/inspect-model";
import { rollout } from "../../../provider/rollout";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import { silent, steps } from "../../../provider/rollout/report";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type Asked, type Fault, type Seen, startTap, type Tap } from "../../support/tap";

/** Every request of a rollout meets every fault in its turn: the requests are counted, not picked by hand. */

/** How long an answer is waited for: longer than any machine takes. */
const patienceSeconds = 120;
/** Where none comes: as long as a test can wait at every request. */
const shortPatienceSeconds = 2;

const faults: Record<string, Fault | "refused"> = {
  "a refused connection, from there to the end of the run": "refused",
  "a connection that is cut before the request": "reset",
  "a connection that is cut after a byte of the request": { requestBytes: 1 },
  "a connection that is cut half-way through the request": "cut",
  "an answer that is lost": "lost",
  "an answer that is cut after its first byte": { answerBytes: 1 },
  "an answer that is cut before its last byte": { answerBytes: -1 },
  "an answer that never comes, of a request that is done": "silence",
  "a stall": "stall",
  "a malformed body": "garbled",
  "status 500": 500,
  "status 429 with Retry-After": { status: 429, retryAfterSeconds: 1 },
};

/** Those that are mostly waited out, one at every request, go on beside the others. Each has an algorithm and a tap of its own. */
const waitedOut = ["silence", "stall", "refused", faults["status 429 with Retry-After"]];
const besides = pLimit(waitedOut.length);
const lanes = pLimit(2);
const fewestRequests = 15;
const mostRequests = 60;

let platform: RunningPlatform;
let folder: string;
const runs = new Map<string, Promise<number>>();

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "models-"));
  for (const [index, [title, fault]] of Object.entries(faults).entries()) {
    const lane = waitedOut.includes(fault) ? besides : lanes;
    const run = lane(() => meetEverywhere(`faulty${index}`, fault));
    run.catch(() => {}); // Its test tells.
    runs.set(title, run);
  }
});
afterAll(async () => {
  await Promise.allSettled(runs.values());
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(faults))(
  "lessons 1.2, 1.7: with %s at every request in turn, a run succeeds or fails with a code and its step, and the next one ends with exactly one new version",
  async (title) => {
    const requests = await runs.get(title);
    expect(requests).toBeGreaterThan(fewestRequests);
    expect(requests).toBeLessThan(mostRequests);
  },
  1_800_000,
);

/** @returns how many requests have met the fault: all that a rollout makes. */
async function meetEverywhere(name: string, fault: Fault | "refused"): Promise<number> {
  const hand = await Hand.served(platform, name);
  const tap = await startTap(platform.url);
  try {
    let n = 1;
    while (n < mostRequests && (await meetAt(n, fault, hand, tap))) n += 1;
    return n - 1;
  } finally {
    await tap.close();
  }
}

/**
 * Rolls out new bytes with the n-th request failing, then once more without. Where nothing answers the n-th, and others were given up too because
 * the machine was slower than the patience, that was another fault: it is tried with more patience.
 * @returns whether there was an n-th request.
 */
async function meetAt(n: number, fault: Fault | "refused", hand: Hand, tap: Tap): Promise<boolean> {
  let patience = fault === "silence" || fault === "stall" ? shortPatienceSeconds : patienceSeconds;
  for (; ; patience *= 4) {
    const text = `model ${n} ${JSON.stringify(fault)} ${patience}`;
    const before = { versions: await hand.versions(), builds: await hand.builds() };
    tap.seen.length = 0;
    const { first, struckAt, asked } = await strike(n, fault, patience, text, hand, tap);
    const served = await roll(text, hand, tap);
    if (patience < patienceSeconds && asked.some(({ isGivenUp }, index) => isGivenUp && index !== struckAt)) continue;

    if (first instanceof Error) expect([n, codeAndStep(first)]).toEqual([n, first.message]);
    if (typeof fault === "object" && "retryAfterSeconds" in fault && struckAt !== undefined)
      expectPatience(asked.slice(struckAt), fault.retryAfterSeconds);
    const after = { versions: await hand.versions(), builds: await hand.builds() };
    expect([n, newIn(after.versions, before.versions)]).toEqual([n, [served.version]]);
    const builds = after.builds.slice(0, after.builds.length - before.builds.length).map(({ commit_sha }) => commit_sha);
    expect([n, builds]).toEqual([n, [served.versionHash]]); // every push is built, so one commit was pushed and built once
    expect([n, tap.seen.filter(isUpload).length, tap.seen.filter(isPublish).length]).toEqual([n, 1, 1]);
    return struckAt !== undefined;
  }
}

/** A rollout whose n-th request fails. @returns its outcome, what it asked for, and where among that the fault struck. */
async function strike(n: number, fault: Fault | "refused", patience: number, text: string, hand: Hand, tap: Tap) {
  // A port that refuses never comes back: that run has a tap of its own.
  const faulty = fault === "refused" ? await startTap(platform.url) : tap;
  let struckAt: number | undefined;
  faulty.asked.length = 0;
  faulty.onRequest = () => {
    if (faulty.asked.length !== n) return undefined;
    struckAt = n - 1;
    if (fault !== "refused") return fault;
    faulty.refuse();
    return "reset";
  };
  const first = await roll(text, hand, faulty, patience).catch((error: unknown) => error);
  faulty.onRequest = undefined;
  if (fault === "refused") {
    tap.seen.push(...faulty.seen);
    await faulty.close();
  }
  return { first, struckAt, asked: [...faulty.asked] };
}

const isUpload = ({ method, path, status }: Seen) => method === "PUT" && path.startsWith("/v1/data/") && status === 200;
const isPublish = ({ method, path, status }: Seen) => method === "POST" && path.endsWith("/versions") && status === 200;
const newIn = (after: string[], before: string[]) => after.filter((version) => !before.includes(version));

/** The error's own text where it is one for readers: with a code, beginning with the step, without a stack. */
function codeAndStep(error: Error): string {
  if (!(error instanceof AlgorithmiaError)) return `no code: ${error.stack}`;
  const [, number, step] = /^\[(\d)\/\d (\w+)\] \S/.exec(error.message) ?? [];
  return steps[Number(number) - 1] === step ? error.message : `no step: ${error.message}`;
}

/** Nobody asks for the same thing again before the platform wants to hear of it. */
function expectPatience([refused, ...later]: Asked[], retryAfterSeconds: number): void {
  const repeated = later.find(({ method, url }) => method === refused?.method && url === refused.url);
  if (refused && repeated) expect(repeated.atMs - refused.atMs).toBeGreaterThanOrEqual(retryAfterSeconds * 1000 - 5);
}

async function roll(text: string, hand: Hand, tap: Tap, patience = patienceSeconds) {
  const path = join(folder, `${hand.name}.txt`);
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
    sampleInput: '"hello"',
    timeouts: { ...defaultTimeouts, build: 600, upload: patience, smoke: patience, publish: patience },
  };
  const connection = { apiAddress: tap.url, gitAddress: tap.url, apiKey: platform.apiKey };
  const connected = connect(connection, { timeoutSeconds: patience });
  try {
    return await rollout(desired, connected, silent);
  } finally {
    connected.close();
  }
}
