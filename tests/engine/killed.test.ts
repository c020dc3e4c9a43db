import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { type Seen, startTap, type Tap } from "../support/tap";
import { createStack, failureOf, providerProcesses, type TestStack } from "./stack";

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
let stack: TestStack;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterEach(async () => {
  tap.onAnswered = undefined;
  tap.onRequest = undefined;
  tap.seen.length = 0;
  await stack?.close();
});
afterAll(async () => {
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const isUpload = ({ method, path }: Omit<Seen, "status">) => method === "PUT" && path.startsWith("/v1/data/");
const isPush = ({ method, path }: Omit<Seen, "status">) => method === "POST" && path.endsWith("/git-receive-pack");
const isPublish = ({ method, path }: Omit<Seen, "status">) => method === "POST" && path.endsWith("/versions");

/** The steps of a rollout at which a process can vanish: the platform has done its part, the provider never hears of it. */
const moments: [string, "answered" | "asked", (seen: Omit<Seen, "status">) => boolean][] = [
  ["upload", "answered", isUpload],
  ["push", "answered", isPush],
  ["build", "asked", isPublish],
  ["publish", "answered", isPublish],
];

async function stackFor(name: string) {
  const hand = await Hand.served(platform, name);
  const model = join(folder, `${name}.txt`);
  writeFileSync(model, "model one");
  stack = await createStack({
    platform: { url: tap.url, apiKey: platform.apiKey },
    program: () => {
      const version = new AlgorithmModelVersion(name, {
        algorithm: hand.algorithm,
        model,
        reference: { kind: "source", file: `src/${name}.py` },
      });
      return { version: version.version };
    },
  });
  return { hand, model };
}

function killProviderOnce(when: "answered" | "asked", at: (seen: Omit<Seen, "status">) => boolean): void {
  const kill = (seen: Omit<Seen, "status">) => {
    if (!at(seen)) return undefined;
    tap.onAnswered = undefined;
    tap.onRequest = undefined;
    for (const pid of providerProcesses(stack.marker)) process.kill(pid, "SIGKILL");
    return "cut" as const;
  };
  if (when === "asked") tap.onRequest = kill;
  else tap.onAnswered = (seen) => void kill(seen);
}

async function expectOneNewVersion(hand: Hand, versions: string[], commits: number): Promise<void> {
  expect((await stack.outputs()).version).toBe(versions.at(-1));
  expect(await hand.versions()).toEqual(versions);
  expect(await hand.commits()).toHaveLength(commits);
  expect(tap.seen.filter(isUpload)).toHaveLength(1);
  expect(tap.seen.filter((seen) => isPush(seen) && seen.status === 200)).toHaveLength(1);
  const builds = (await hand.builds()).map((build) => build.commit_sha);
  expect(builds.filter((commit) => commit === builds[0])).toHaveLength(1);
  expect(await hand.call(versions.at(-1) ?? "")).toMatchObject({ model: expect.stringMatching(/^model (one|two)$/) });
}

test.each(moments)(
  "a provider that is killed after the %s of a first rollout is followed by exactly one version",
  async (step, when, at) => {
    const { hand } = await stackFor(`create${step}`);
    const commits = (await hand.commits()).length;
    tap.seen.length = 0;
    killProviderOnce(when, at);
    await failureOf(stack.up());
    await stack.up();
    await expectOneNewVersion(hand, ["0.1.0", "0.2.0"], commits + 1);
  },
);

test.each(moments)("a provider that is killed after the %s of an update is followed by exactly one version", async (step, when, at) => {
  const { hand, model } = await stackFor(`update${step}`);
  await stack.up();
  writeFileSync(model, "model two");
  const commits = (await hand.commits()).length;
  tap.seen.length = 0;
  killProviderOnce(when, at);
  await failureOf(stack.up());
  expect(await hand.call("0.2.0")).toMatchObject({ model: "model one" });
  await stack.up();
  await expectOneNewVersion(hand, ["0.1.0", "0.2.0", "0.3.0"], commits + 1);
});
