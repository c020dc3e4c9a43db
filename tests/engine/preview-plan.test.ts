import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { AlgorithmiaProvider, AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { setScene } from "./scene";

const scene = setScene();
afterEach(() => {
  scene.tap.seen.length = 0;
});

/** What a run says on the rows of our resources. */
function said(events: EngineEvent[], severity: "info" | "warning"): string[] {
  return events.flatMap(({ diagnosticEvent: told }) =>
    told?.severity === severity && told.urn?.includes("AlgorithmModelVersion") && !told.ephemeral
      ? [told.message.replace(/<\{%reset%\}>/g, "").trimEnd()]
      : [],
  );
}

async function stackOf(
  hand: Hand,
  more: Partial<AlgorithmModelVersionArgs> = {},
  config: Record<string, string> = {},
  url = scene.tap.url,
) {
  const model = join(scene.folder, `${hand.name}.txt`);
  writeFileSync(model, "model one");
  const stack = await scene.createStack({
    platform: { url, apiKey: scene.platform.apiKey },
    program: () => {
      const version = new AlgorithmModelVersion("m", {
        algorithm: hand.algorithm,
        model,
        reference: { kind: "source", file: `src/${hand.name}.py` },
        ...more,
      });
      return { version: version.version };
    },
  });
  for (const [key, value] of Object.entries(config)) await stack.stack.setConfig(key, { value });
  return { stack, model };
}

test("a preview says what up will do, up says it again and does exactly that, and a preview without changes asks nothing", async () => {
  const hand = await Hand.served(scene.platform, "told");
  const { stack, model } = await stackOf(hand, { smokeTests: [{ name: "answers", input: "x", expect: { noError: true } }] });
  const first = await stack.preview();
  const plan = [
    `plan: ${hand.algorithm}: 0.1.0 → 0.2.0. upload told-dd4f7f7f4ea6.txt (9 bytes), change src/told.py:4, build, run 1 smoke test, publish 0.2.0`,
    "  src/told.py:4",
    `  - MODEL = open(client.file("data://${hand.algorithm}/model.txt").getFile().name).read().strip()`,
    `  + MODEL = open(client.file("data://${hand.algorithm}/told-dd4f7f7f4ea6.txt").getFile().name).read().strip()`,
  ].join("\n");
  expect(said(first.events, "info").map((text) => text.replace(/told-[0-9a-f]{12}/g, "told-dd4f7f7f4ea6"))).toEqual([plan]);
  expect(said(first.events, "warning")).toEqual([]);
  expect(scene.tap.writes()).toEqual([]);

  const { events } = await stack.up();
  expect(said(events, "info")).toEqual(said(first.events, "info"));
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);

  scene.tap.seen.length = 0;
  expect(said((await stack.preview()).events, "info")).toEqual([]);
  expect(scene.tap.seen).toEqual([]);

  writeFileSync(model, "model two");
  await stack.up();
  writeFileSync(model, "model one");
  const [back] = said((await stack.preview()).events, "info");
  expect(back).toMatch(/^plan: demo\/told: selects published 0\.2\.0\. .* is already there \(9 bytes\), no build, no publish$/);

  await hand.push({ "src/helper.py": "x = 1\n" }, "A later change of the source");
  const [again] = said((await stack.preview()).events, "info");
  expect(again).toContain("0.3.0 → 0.4.0");
  expect(again).toContain("why: 0.2.0 served these bytes, but the source has changed since (src/helper.py)");
});

test("a platform that is out of reach is a warning in a preview, once, and no failure", async () => {
  const hand = await Hand.served(scene.platform, "unreached");
  const { stack } = await stackOf(hand, {}, {}, "http://127.0.0.1:9");
  const { events, changes } = await stack.preview();
  expect(changes).toMatchObject({ create: 2 });
  expect(said(events, "warning")).toEqual([
    expect.stringMatching(/^What up will do here cannot be told: http:\/\/127\.0\.0\.1:9 cannot be reached/),
  ]);
});

test("previewPlan=false keeps a preview from asking the platform", async () => {
  const hand = await Hand.served(scene.platform, "untold");
  scene.tap.seen.length = 0;
  const { stack } = await stackOf(hand, {}, { "algorithmia:previewPlan": "false" });
  const { events } = await stack.preview();
  expect([said(events, "info"), said(events, "warning"), scene.tap.seen]).toEqual([[], [], []]);
});

test("the platform of an explicit provider is the one that is looked at", async () => {
  const hand = await Hand.served(scene.platform, "elsewhere");
  const model = join(scene.folder, "elsewhere.txt");
  writeFileSync(model, "model");
  const stack = await scene.createStack({
    platform: { url: "http://127.0.0.1:9", apiKey: "none" },
    program: () => {
      const provider = new AlgorithmiaProvider("other", { apiAddress: scene.tap.url, apiKey: scene.platform.apiKey });
      new AlgorithmModelVersion(
        "m",
        { algorithm: hand.algorithm, model, reference: { kind: "source", file: "src/elsewhere.py" } },
        { provider },
      );
      return undefined;
    },
  });
  const { events } = await stack.preview();
  expect(said(events, "info")).toEqual([expect.stringContaining("0.1.0 → 0.2.0")]);
  expect(said(events, "warning")).toEqual([]);
});
