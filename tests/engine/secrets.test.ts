import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { formsOf, textsBelow, visibleNow } from "../support/leaks";
import type { Seen } from "../support/tap";
import { warningsIn } from "./events";
import { setScene } from "./scene";
import { failureOf, providerProcesses, type TestStack } from "./stack";

const scene = setScene();
let stack: TestStack;
let model: string;
let forms: string[];
const cacheHome = process.env.XDG_CACHE_HOME;

/** Where the key was seen while a run went on, and what was looked at. */
const seenAt: string[] = [];
const lookedAt = new Set<string>();

beforeAll(async () => {
  process.env.XDG_CACHE_HOME = join(scene.folder, "cache");
  forms = formsOf(scene.platform.apiKey, scene.platform.owner);
  const hand = await Hand.served(scene.platform, "secret");
  model = join(scene.folder, "model.txt");
  stack = await scene.createStack({
    program: () => {
      const version = new AlgorithmModelVersion("secret", { algorithm: hand.algorithm, model, sampleInput: "hello" });
      return { version: version.version };
    },
  });
});
beforeEach(() => {
  seenAt.length = 0;
  lookedAt.clear();
  scene.tap.onAnswered = look;
});
afterAll(async () => {
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
});

const leaksOf = (text: string) => forms.filter((form) => text.includes(form));

/** While the platform has answered and a provider, or its git, waits: what everybody on the machine could see. */
function look(): void {
  for (const { path, text } of visibleNow()) {
    lookedAt.add(path);
    if (leaksOf(text).length > 0) seenAt.push(path);
  }
}

/** Nothing that a run shows or leaves holds the key. */
async function expectNoTrace(shown: string): Promise<void> {
  look();
  expect(seenAt).toEqual([]);
  expect([...lookedAt].filter((path) => /^arguments: git (clone|push)/.test(path))).not.toEqual([]);
  expect([...lookedAt].filter((path) => path.startsWith(tmpdir()) && path.endsWith("/config"))).not.toEqual([]);
  expect(leaksOf(shown)).toEqual([]);
  expect(leaksOf(scene.platform.log())).toEqual([]);
  const places = [stack.stateDir, stack.home, stack.stack.workspace.workDir, scene.folder, join(scene.platform.dataDir, "repositories")];
  const kept = places.map(textsBelow);
  expect(kept.map((texts) => texts.length > 0)).toEqual(places.map(() => true));
  expect(kept.flat().filter(({ text }) => leaksOf(text).length > 0)).toEqual([]);
  expect(leaksOf(JSON.stringify(await stack.resource()))).toEqual([]);
}

test("lessons 3.8: a run that succeeds leaves the key nowhere but in encrypted configuration: not in state, arguments, git copies, events or output", async () => {
  writeFileSync(model, "model one");
  const first = await stack.up();
  writeFileSync(model, "model two");
  const second = await stack.up();
  await stack.refresh();
  expect(scene.platform.log()).toContain("git-receive-pack");
  // Not the summary: that is where the Automation API hands a caller its own configuration back.
  await expectNoTrace(JSON.stringify([first, second].map(({ events, stdout, stderr, outputs }) => [events, stdout, stderr, outputs])));
});

test.each<[string, (seen: Omit<Seen, "status">) => boolean]>([
  ["clone", ({ path }) => path.endsWith("/git-upload-pack")],
  ["upload", ({ method }) => method === "PUT"],
  ["push", ({ path }) => path.endsWith("/git-receive-pack")],
  ["publish", ({ method, path }) => method === "POST" && path.endsWith("/versions")],
])("a run whose %s fails leaves no key, neither in its error", async (step, at) => {
  writeFileSync(model, `model that fails at the ${step}`);
  scene.tap.onRequest = (request) => (at(request) ? 401 : undefined);
  const text = await failureOf(stack.up());
  expect(text).toContain("does not know the API key");
  await expectNoTrace(text);
});

test("a run that is killed leaves no key in the copy of the repository that it leaves", async () => {
  writeFileSync(model, "model that is killed");
  scene.tap.onAnswered = ({ path }) => {
    look();
    if (!path.endsWith("/git-receive-pack")) return;
    for (const pid of providerProcesses(stack.marker)) process.kill(pid, "SIGKILL");
  };
  const text = await failureOf(stack.up());
  await expectNoTrace(text);
});

test("a key that is set in clear text is warned about", async () => {
  await stack.stack.setConfig("algorithmia:apiKey", { value: scene.platform.apiKey, secret: false });
  const { events } = await stack.preview();
  expect(warningsIn(events).join()).toContain("pulumi config set --secret algorithmia:apiKey");
});
