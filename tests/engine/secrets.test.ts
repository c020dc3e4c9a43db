import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { startTap, type Tap } from "../support/tap";
import { createStack, type TestStack } from "./stack";

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
let stack: TestStack;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterAll(async () => {
  await stack?.close();
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every form in which the key travels. */
const forms = () => [platform.apiKey, Buffer.from(`demo:${platform.apiKey}`).toString("base64"), encodeURIComponent(platform.apiKey)];
const leaks = (text: string) => forms().filter((form) => text.includes(form));

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map((path) => join(directory, String(path)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** The arguments of every process, and every file of the provider's git copies, as they are at this moment. */
function visibleNow(): string {
  const read = (path: string) => {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return "";
    }
  };
  const commands = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => read(`/proc/${pid}/cmdline`));
  const copies = readdirSync(tmpdir()).filter((entry) => entry.startsWith("pulumi-algorithmia-"));
  return [...commands, ...copies.flatMap((copy) => filesBelow(join(tmpdir(), copy)).map(read))].join("\n");
}

test("the key is nowhere but in encrypted configuration: not in state, arguments, git configuration, events or output", async () => {
  const hand = await Hand.served(platform, "secret");
  const model = join(folder, "model.txt");
  writeFileSync(model, "model one");
  stack = await createStack({
    platform: { url: tap.url, apiKey: platform.apiKey },
    program: () => {
      const version = new AlgorithmModelVersion("secret", { algorithm: hand.algorithm, model });
      return { version: version.version };
    },
  });
  const seen: string[] = [];
  let looks = 0;
  tap.onAnswered = () => {
    looks += 1;
    seen.push(...leaks(visibleNow()));
  };
  const first = await stack.up();
  writeFileSync(model, "model two");
  const second = await stack.up();
  expect(looks).toBeGreaterThan(20);
  expect(seen).toEqual([]);
  expect(leaks(JSON.stringify([first.events, second.events]) + first.stdout + first.stderr + second.stdout + second.stderr)).toEqual([]);
  expect(platform.log()).toContain("git-receive-pack");
  expect(leaks(platform.log())).toEqual([]);
  const state = filesBelow(stack.stateDir).map((path) => readFileSync(path, "utf8"));
  expect(state.join("\n")).toContain("AlgorithmModelVersion");
  expect(leaks(state.join("\n"))).toEqual([]);
  expect(leaks(JSON.stringify(await stack.resource()))).toEqual([]);
});

test("a key that is set in clear text is warned about", async () => {
  await stack.stack.setConfig("algorithmia:apiKey", { value: platform.apiKey, secret: false });
  const { events } = await stack.preview();
  const warnings = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "warning" ? [diagnosticEvent.message] : []));
  expect(warnings.join()).toContain("pulumi config set --secret algorithmia:apiKey");
});
