import type { Inputs } from "../../../../provider/handlers/algorithm/inputs";
import { describeForApi, observedInputs, type Settings, toldSettings } from "../../../../provider/handlers/algorithm/observe";

const declared: Inputs = {
  algorithm: "acme/sentiment",
  label: "sentiment",
  language: "python3-1",
  environment: "cpu",
  sourceVisibility: "closed",
  networkAccess: "full",
  pipelineEnabled: true,
  license: "apl",
};
const told: Settings = { ...declared, summary: "<p>From the README</p>", tagline: "", algorithmCallability: "public" };
const observe = (recorded: Partial<Inputs>, seen: Settings, now: Settings) => observedInputs("acme/sentiment", recorded, seen, now);

test("what the platform repeats is what was declared; what nobody declared of summary and callability stays out", () => {
  expect(observe(declared, told, told)).toEqual(declared);
});

test("a value that the platform wrote in its own way, or does not tell, is no drift", () => {
  const own = { ...told, label: "Sentiment", language: undefined };
  expect(observe(declared, own, own)).toEqual(declared);
});

test("a value that changed since the last write is drift, also one that was taken away or added", () => {
  const withTagline = { ...declared, tagline: "In a line" };
  expect(observe(withTagline, { ...told, tagline: "In a line" }, { ...told, label: "theirs" })).toEqual({ ...declared, label: "theirs" });
  expect(observe(declared, told, { ...told, tagline: "added" })).toEqual({ ...declared, tagline: "added" });
});

test("a change that waits for the next version is no drift before it, and none after it", () => {
  const wanted = { ...declared, label: "new" };
  const before = { ...told, label: "old" };
  expect(observe(wanted, before, before)).toEqual(wanted);
  expect(observe(wanted, before, { ...told, label: "new" })).toEqual(wanted);
  expect(observe(wanted, before, { ...told, label: "theirs" }).label).toBe("theirs");
});

test("without a state the inputs are what the platform tells, and the defaults where it does not", () => {
  expect(observe({}, {}, told)).toEqual(declared);
  expect(observe({}, {}, {})).toEqual(declared);
  expect(observe({ summary: "mine" }, {}, told).summary).toBe("<p>From the README</p>");
  const byId = observe({}, {}, { ...told, algorithmEnvironment: "b765b2d0-3f2a-4f7d-9a3f-3a0f8c1b2c3d" });
  expect(byId).not.toHaveProperty("language");
});

test("the API is told in its own words, and a tagline that is declared no more is taken away", () => {
  expect(describeForApi(declared, ["label", "tagline", "summary", "networkAccess"])).toEqual({
    details: { label: "sentiment", tagline: "" },
    settings: { network_access: "full" },
  });
  const object = { id: "1", details: { label: "x", summary: null }, settings: { license: "mit" }, isPublished: false };
  expect(toldSettings(object)).toMatchObject({ label: "x", summary: undefined, license: "mit", language: undefined });
});
