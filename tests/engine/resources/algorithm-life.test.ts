import { Algorithm, type AlgorithmArgs } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { setScene } from "../scene";
import { failureOf, operationsOn, type TestStack } from "../stack";

const scene = setScene();
let stack: TestStack;
let args: AlgorithmArgs | undefined;
const hand = () => new Hand(scene.platform, "made");
const type = "dynamic/algorithmia:Algorithm";
const algorithm = "demo/made";

beforeAll(async () => {
  args = { algorithm };
  stack = await scene.createStack({
    program: () => {
      if (!args) return {};
      const made = new Algorithm("made", args);
      return { id: made.id, algorithmId: made.algorithmId, gitUrl: made.gitUrl, apiUrl: made.apiUrl, label: made.label };
    },
  });
});
beforeEach(() => {
  scene.tap.seen.length = 0;
});

const real = async () => (await hand().api("GET", `/v1/algorithms/${algorithm}`)).body as Record<string, Record<string, unknown>>;

test("a preview asks the platform nothing; an up with the name alone creates it with the documented defaults", async () => {
  expect(operationsOn((await stack.preview()).events, type)).toEqual(["create"]);
  expect(scene.tap.seen).toEqual([]);
  await stack.up();
  expect(await stack.outputs()).toEqual({
    id: algorithm,
    algorithmId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    gitUrl: `${scene.platform.gitUrl}/${algorithm}.git`,
    apiUrl: `${scene.tap.url}/v1/algo/${algorithm}`,
    label: "made",
  });
  expect((await real()).settings).toMatchObject({
    language: "python3-1",
    environment: "cpu",
    license: "apl",
    source_visibility: "closed",
    network_access: "full",
    pipeline_enabled: true,
    algorithm_callability: "private",
  });
});

test("what the platform filled in is no drift", async () => {
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("settings are updated in place, and what is declared no more is taken away", async () => {
  args = { algorithm, label: "A label", tagline: "In a line", networkAccess: "isolated", algorithmCallability: "public" };
  expect((await stack.preview()).text).toMatch(/~ networkAccess\s*: "full" => "isolated"/);
  expect(operationsOn((await stack.up()).events, type)).toEqual(["update"]);
  expect(await real()).toMatchObject({
    details: { label: "A label", tagline: "In a line" },
    settings: { network_access: "isolated", algorithm_callability: "public" },
  });
  args = { algorithm };
  await stack.up();
  expect(await real()).toMatchObject({ details: { label: "made", tagline: "" }, settings: { network_access: "full" } });
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("a change by others shows as drift and is healed", async () => {
  await hand().api("PUT", `/v1/algorithms/${algorithm}`, { details: { label: "theirs" }, settings: { pipeline_enabled: false } });
  await stack.refresh();
  const { text } = await stack.preview();
  expect(text).toMatch(/~ label\s*: "theirs" => "made"/);
  expect(text).toMatch(/~ pipelineEnabled\s*: false => true/);
  await stack.up();
  expect(await real()).toMatchObject({ details: { label: "made" }, settings: { pipeline_enabled: true } });
});

test("a delete takes no published version along unless it is told to", async () => {
  await hand().push({ "requirements.txt": "" });
  expect(await hand().publish()).toBe("0.1.0");
  expect(await failureOf(stack.stack.destroy())).toContain(`${algorithm} is not deleted: it has a published version`);
  expect((await real()).version_info).toMatchObject({ semantic_version: "0.1.0" });
});

test("a change of a published algorithm shows with its next version, and is no drift until then", async () => {
  args = { algorithm, tagline: "Later" };
  const { events } = await stack.up();
  const said = events.flatMap(({ diagnosticEvent }) => diagnosticEvent?.message ?? []).join("\n");
  expect(said).toContain(`${algorithm}: tagline will show and take effect with its next published version.`);
  expect((await real()).details).toMatchObject({ tagline: "" });
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
  expect(await hand().publish()).toBe("0.2.0");
  expect((await real()).details).toMatchObject({ tagline: "Later" });
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("with forceDelete in the state the delete goes through, also before a replacement by another language", async () => {
  args = { algorithm, forceDelete: true };
  await stack.up();
  args = { ...args, language: "python2-langpack" };
  expect(operationsOn((await stack.preview()).events, type)).toEqual(expect.arrayContaining(["delete-replaced", "replace"]));
  await stack.up();
  expect((await real()).settings?.language).toBe("python2-langpack");
  expect((await real()).version_info).toBeUndefined();
});

test("another name replaces it", async () => {
  args = { algorithm: "demo/renamed", forceDelete: true };
  await stack.up();
  expect((await stack.resource(type)).id).toBe("demo/renamed");
  expect((await hand().api("GET", `/v1/algorithms/${algorithm}`)).status).toBe(404);
});

test("one that was deleted by others is created again", async () => {
  await hand().api("DELETE", "/v1/algorithms/demo/renamed");
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events, type)).toEqual(["create"]);
  await stack.up();
  expect((await hand().api("GET", "/v1/algorithms/demo/renamed")).status).toBe(200);
});

test("destroy deletes it", async () => {
  await stack.stack.destroy();
  expect((await hand().api("GET", "/v1/algorithms/demo/renamed")).status).toBe(404);
});

test("one that exists as declared is taken over without a write; one that differs is refused with what differs", async () => {
  await hand().create();
  args = { algorithm, license: "mit", sourceVisibility: "open" };
  expect(await failureOf(stack.up())).toContain(
    'Algorithm demo/made exists already and is not as declared: sourceVisibility is "closed", declared "open"; license is "apl", declared "mit".',
  );
  args = { algorithm };
  scene.tap.seen.length = 0;
  await stack.up();
  expect(scene.tap.writes()).toEqual([]);
  expect((await stack.preview()).changes).toEqual({ same: 2 });
});

test("get reads an algorithm without managing it, and says when there is none", async () => {
  let id = algorithm;
  const reader = await scene.createStack({
    program: () => ({ algorithmId: Algorithm.get("read", id).algorithmId, license: Algorithm.get("again", id).license }),
  });
  await reader.up();
  expect(await reader.outputs()).toEqual({ algorithmId: (await real()).id, license: "apl" });
  id = "demo/absent";
  expect(await failureOf(reader.up())).toContain("There is no algorithm demo/absent");
});
