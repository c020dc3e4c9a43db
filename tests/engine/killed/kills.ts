import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import type { Seen } from "../../support/tap";
import type { Scene } from "../scene";
import { engineProcesses, programProcesses, providerProcesses, type TestStack } from "../stack";

/** A process vanishes at every step of a rollout: every write, the watching of the build, and every check after the publish, as the run itself makes them. */

type Request = Omit<Seen, "status">;
/** The platform has not heard of the request yet, or has done it and nobody hears the answer. */
export type When = "asked" | "answered";
interface Kill {
  /** Kills at the n-th step of the run. */
  n: number;
  when: When;
  victims: (marker: string) => number[];
}

/** Upload, push, watching, publish, and the checks after it: list, file, sample call. Not yet asked for: the three writes. */
export const fewestSteps: Record<When, number> = { answered: 7, asked: 3 };

/**
 * Kills the n-th step of an update, n from 1 on, until a run has no such step; after each kill one more run must leave exactly one version.
 * @returns how many steps there were
 */
export async function killUpdates(scene: Scene, name: string, when: When, victims: Kill["victims"]): Promise<number> {
  const hand = await Hand.served(scene.platform, name);
  const model = join(scene.folder, `${name}.txt`);
  writeFileSync(model, "model zero");
  const stack = await stackFor(scene, hand, model, victims);
  await stack.up();
  let n = 1;
  while (await upTwice(scene, hand, stack, model, `model ${n}`, { n, when, victims })) n += 1;
  return n - 1;
}

/** The same for first rollouts, each of an algorithm of its own. */
export async function killCreations(scene: Scene, name: string, when: When, victims: Kill["victims"]): Promise<number> {
  for (let n = 1; ; n++) {
    const hand = await Hand.served(scene.platform, `${name}${n}`);
    const model = join(scene.folder, `${name}.txt`);
    const stack = await stackFor(scene, hand, model, victims);
    if (!(await upTwice(scene, hand, stack, model, `model ${n}`, { n, when, victims }))) return n - 1;
  }
}

const isUpload = ({ method, path }: Request) => method === "PUT" && path.startsWith("/v1/data/");
const isPush = ({ method, path }: Request) => method === "POST" && path.endsWith("/git-receive-pack");
const isPublish = ({ method, path }: Request) => method === "POST" && path.endsWith("/versions");
const isWatching = ({ method, path }: Request) => method === "GET" && /\/builds\/[^/]+$/.test(path);

/** Numbers the steps of one run as they come: a request of a kind that was not there yet. That a read is not made yet is no step of its own. */
function steps(when: When): (request: Request) => number | undefined {
  const known: string[] = [];
  return (request) => {
    const published = known.some((kind) => kind.startsWith("POST") && kind.endsWith("/versions"));
    const isWrite = isUpload(request) || isPush(request) || isPublish(request);
    if (!isWrite && (when === "asked" || (!published && !isWatching(request)))) return undefined;
    const path = request.path.replace(/(builds|data\/\w+\/\w+)\/[^/]+$/, "$1/…");
    const kind = `${request.method} ${path}${published ? " after the publish" : ""}`;
    if (known.includes(kind)) return undefined;
    return known.push(kind);
  };
}

/** @returns where the kill struck, once it has. */
function killOnce(scene: Scene, stack: TestStack, { n, when, victims }: Kill): { at?: Request; pids: number[] } {
  const struck: { at?: Request; pids: number[] } = { pids: [] };
  const stepOf = steps(when);
  const kill = (request: Request) => {
    if (stepOf(request) !== n || struck.at) return undefined;
    struck.at = { method: request.method, path: request.path };
    struck.pids = providerProcesses(stack.marker);
    for (const pid of victims(stack.marker)) process.kill(pid, "SIGKILL");
    return "cut" as const;
  };
  if (when === "asked") scene.tap.onRequest = kill;
  else scene.tap.onAnswered = (seen) => void kill(seen);
  return struck;
}

/** The program has a process of its own where the engine is killed: see StackOptions. */
function stackFor(scene: Scene, hand: Hand, model: string, victims: Kill["victims"]): Promise<TestStack> {
  const reference = { kind: "source", file: `src/${hand.name}.py` } as const;
  const inputs = { algorithm: hand.algorithm, model, reference, sampleInput: "hello" };
  const text = `
    const { AlgorithmModelVersion } = require("pulumi-algorithmia");
    exports.version = new AlgorithmModelVersion("m", ${JSON.stringify(inputs)}).version;
  `;
  const inThisProcess = () => ({ version: new AlgorithmModelVersion("m", inputs).version });
  return scene.createStack({ program: victims === engineProcesses ? text : inThisProcess });
}

/** One run that is killed and one that is not. @returns whether the run had such a step. */
async function upTwice(scene: Scene, hand: Hand, stack: TestStack, model: string, text: string, kill: Kill): Promise<boolean> {
  writeFileSync(model, text);
  const before = { versions: await hand.versions(), builds: (await hand.builds()).length, commits: (await hand.commits()).length };
  scene.tap.seen.length = 0;
  const struck = killOnce(scene, stack, kill);
  const ended = await stack.up().then(
    () => "succeeded",
    () => "failed",
  );
  scene.tap.onAnswered = undefined;
  scene.tap.onRequest = undefined;
  if (struck.at && kill.victims === engineProcesses) {
    await Promise.all(struck.pids.map(ownWorkToEnd));
    for (const pid of programProcesses(stack.marker)) process.kill(pid, "SIGKILL");
    await stack.stack.cancel();
  }
  expect([struck.at, ended]).toEqual([struck.at, struck.at ? "failed" : "succeeded"]);
  for (const version of before.versions.slice(-1)) expect(await hand.call(version)).toMatchObject({ model: expect.any(String) });

  await stack.up();
  const version = String((await stack.outputs()).version);
  expect([struck.at, newIn(await hand.versions(), before.versions)]).toEqual([struck.at, [version]]);
  expect([struck.at, (await hand.builds()).length - before.builds]).toEqual([struck.at, 1]); // every push is built
  const done = [isUpload, isPublish].map((is) => scene.tap.seen.filter((seen) => is(seen) && seen.status === 200).length);
  // Not by answers: the git of a killed provider may try once more, and git answers a push that it refuses with 200 too.
  const pushed = (await hand.commits()).length - before.commits;
  expect([struck.at, [...done, pushed]]).toEqual([struck.at, [1, 1, 1]]);
  expect(await hand.call(version)).toMatchObject({ model: text });
  expect(struck.pids.flatMap(foldersOf)).toEqual([]);
  return struck.at !== undefined;
}

const newIn = (after: string[], before: string[]) => after.filter((version) => !before.includes(version));
const foldersOf = (pid: number) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("pulumi-algorithmia-") && name.includes(`-${pid}-`));

/** An orphaned provider finishes its call, and removes its copy of the repository when it is done; then it is ended. */
async function ownWorkToEnd(pid: number): Promise<void> {
  while (foldersOf(pid).length > 0) await delay(50);
  process.kill(pid, "SIGKILL");
}
