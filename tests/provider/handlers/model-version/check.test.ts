import { check } from "../../../../provider/handlers/model-version/check";
import { diff } from "../../../../provider/handlers/model-version/diff";
import { recallRunFacts } from "../../../../provider/host/run-facts";
import { unknownValue } from "../../../../provider/host/wire";

const sha = "9f2c41d07a55".padEnd(64, "0");
/** What the resource class sends; `run` changes what it found out about the model. */
const given = ({ run = {}, ...more }: Record<string, unknown> & { run?: Record<string, unknown> | string } = {}) => {
  const urn = "urn:pulumi:dev::p::t::n";
  if (typeof run === "string") {
    return { algorithm: "acme/sentiment", modelSha256: run, modelBytes: run, __run: { found: run, urn }, __provider: "code", ...more };
  }
  const { sha256, sizeBytes, ...found } = { path: "models/sentiment.pkl", sha256: sha, sizeBytes: 10, ...run };
  return { algorithm: "acme/sentiment", modelSha256: sha256, modelBytes: sizeBytes, __run: { found, urn }, __provider: "code", ...more };
};

const inputs = (more: Record<string, unknown> = {}, olds: Record<string, unknown> = {}) => {
  const result = check(olds, given(more));
  if ("failures" in result) throw new Error(result.failures.map(({ reason }) => reason).join("\n"));
  return result.inputs;
};
const failures = (more: Record<string, unknown>) => {
  const result = check({}, given(more));
  return "failures" in result ? result.failures : [];
};

test("the file is named by its content in the algorithm's own collection", () => {
  expect(inputs()).toEqual({
    algorithm: "acme/sentiment",
    modelUri: "data://acme/sentiment/sentiment-9f2c41d07a55.pkl",
    modelSha256: sha,
    modelBytes: 10,
  });
});

test("what concerns one run only stays out of the inputs and is recalled by them", () => {
  const checked = inputs({ timeouts: { build: 5 }, versionType: "major", releaseNotes: "notes", expectedSha256: sha.toUpperCase() });
  expect(Object.keys(checked)).not.toEqual(expect.arrayContaining(["timeouts"]));
  expect(recallRunFacts(checked, "none")).toEqual({
    urn: "urn:pulumi:dev::p::t::n",
    paths: { "": "models/sentiment.pkl" },
    names: {},
    versionType: "major",
    releaseNotes: "notes",
    sampleOutput: undefined,
    timeouts: { upload: 3600, build: 5, smoke: 300, publish: 300 },
  });
});

test("what is told in one text counts as what is told member by member", () => {
  const told = given();
  expect(check({}, { ...told, __run: JSON.stringify(told.__run) })).toEqual(check({}, told));
  expect(recallRunFacts(inputs(), "none")).toMatchObject({ urn: "urn:pulumi:dev::p::t::n", paths: { "": "models/sentiment.pkl" } });
});

test("a moved or renamed file with the same bytes keeps the name it has in storage", () => {
  const before = inputs();
  expect(inputs({ run: { path: "elsewhere/renamed.pkl" } }, before)).toEqual(before);
});

test("a sample input in another layout is no difference", () => {
  const before = inputs({ sampleInput: '{ "a": 1, "b": [2] }' });
  expect(inputs({ sampleInput: { b: [2], a: 1 } }, before)).toEqual(before);
  expect(inputs({ sampleInput: { b: [2], a: 2 } }, before).sampleInput).toBe('{"b":[2],"a":2}');
});

test("with ignoreChanges, for which the engine gives what the state has, another file is no difference", () => {
  const before = inputs();
  const { modelSha256, modelBytes, modelUri } = before;
  const told = given({ run: { path: "models/other.pkl" } });
  for (const ignored of [
    { modelSha256, modelBytes },
    { modelSha256, modelBytes, modelUri },
  ]) {
    expect(check(before, { ...told, ...ignored })).toEqual({ inputs: before });
  }
  expect(failures({ modelUri: "data://acme/sentiment/other.pkl" })[0]?.reason).toContain("There is no input modelUri.");
});

test("other bytes take the name of the file that carries them", () => {
  const other = "41".repeat(32);
  expect(inputs({ run: { sha256: other, path: "models/renamed.pkl" } }, inputs()).modelUri).toBe(
    "data://acme/sentiment/renamed-414141414141.pkl",
  );
});

test("a stored model is served under its own name", () => {
  const uri = "data://acme/models/sentiment-v7.pkl";
  expect(inputs({ run: { uri, path: undefined, sizeBytes: undefined } })).toMatchObject({ modelUri: uri, stored: true });
});

test("a model goes to a store behind a connector under its content name, and one that is there keeps its own, version and all", () => {
  const store = "s3+prod://bucket/models";
  expect(inputs({ store: `${store}/` })).toMatchObject({ store, modelUri: `${store}/sentiment-${sha.slice(0, 12)}.pkl` });
  const uri = `${store}/v7.pkl?versionId=a%2Fb`;
  const stored = inputs({ run: { uri, path: undefined, sizeBytes: undefined } });
  expect(stored).toMatchObject({ modelUri: uri, stored: true });
  expect(stored).not.toHaveProperty("store");
});

test("unknown values pass through unchanged", () => {
  const checked = inputs({ algorithm: unknownValue, run: unknownValue });
  expect(checked).toMatchObject({ algorithm: unknownValue, modelSha256: unknownValue, modelBytes: unknownValue, modelUri: unknownValue });
  expect(inputs({ store: unknownValue })).toMatchObject({ store: unknownValue, modelUri: unknownValue, modelSha256: sha });
});

test.each([
  ["algorithm", { algorithm: "sentiment" }, 'Input algorithm: expected "owner/name"'],
  ["algorithm with scheme", { algorithm: "algo://acme/sentiment/1.0.0" }, "without algo://"],
  ["missing algorithm", { algorithm: undefined }, 'expected "owner/name", got nothing'],
  ["unknown field", { modle: "x" }, "There is no input modle. Did you mean model?"],
  ["version type", { versionType: "patch" }, "Input versionType"],
  ["negative timeout", { timeouts: { build: -1 } }, "Input timeouts.build: must be more than 0, got -1."],
  ["unknown timeout", { timeouts: { bild: 1 } }, "There is no input timeouts.bild. Did you mean build?"],
  ["reference kind", { reference: { kind: "guess" } }, 'Input reference.kind: must be manifest or source, got "guess".'],
  ["reference without a file", { reference: { kind: "source" } }, "Input reference.file: must be a text, got nothing."],
  ["reference of another kind", { reference: "src/a.py" }, "Input reference: must be an object, got a text."],
  ["name of a model", { models: { "a b": {} } }, "Input models.a b: is no name: "],
  ["empty comparison", { compare: { inputs: [] } }, "Input compare.inputs: must not be empty."],
  ["share", { compare: { inputs: [1], maxDifferentShare: 2 } }, "Input compare.maxDifferentShare: must be at most 1, got 2."],
  ["wish for an error", { smokeTests: [{ name: "a", input: 1, expect: { noError: false } }] }, "noError: must be true, got false."],
  ["file name without hash", { fileName: "{stem}{ext}" }, "Input fileName"],
  ["a name that clients would cut", { run: { path: "models/best#1.pkl" } }, 'Input fileName: clients would cut "best#1-'],
  ["a name that clients would read otherwise", { run: { path: "models/a%20b.pkl" } }, 'would read the "%20" in "a%20b-'],
  ["connector store without a bucket", { store: "s3+prod://" }, "expected s3+prod://bucket/prefix"],
  ["unknown kind of store", { store: "ftp://bucket/models" }, "there is no storage ftp://"],
  [
    "query of a stored model",
    { run: { uri: "s3+prod://bucket/m.pkl?region=eu", path: undefined } },
    "only ?versionId=<version> may follow",
  ],
  [
    "other bytes than pinned",
    { expectedSha256: "0".repeat(64) },
    `models/sentiment.pkl has the sha256 ${sha}, but ${"0".repeat(64)} is pinned`,
  ],
  ["smoke tests", { smokeTests: [{ name: "a", input: 1, expect: {} }] }, "Input smokeTests.0.expect: must hold at least one of equals"],
  ["retain", { retain: { files: 1.5 } }, "Input retain.files: must be a whole number, got 1.5."],
  [
    "no model at all",
    { modelSha256: undefined, modelBytes: undefined, __run: {} },
    "Input model: it is needed, or one at least in `models`.",
  ],
  ["reload", { updateMode: "reload" }, 'Input updateMode "reload" is not yet supported'],
  ["a problem of the file", { run: { problem: "models/x.pkl is empty.", sha256: undefined } }, "models/x.pkl is empty."],
])("bad input is refused with a reason and without its value as a property: %s", (_, more, text) => {
  const [first] = failures(more);
  expect(first?.reason).toContain(text);
  expect(first?.property).toBe("");
});

test("every problem is told at once", () => {
  expect(failures({ algorithm: "x", versionType: "patch", modle: 1 })).toHaveLength(3);
  expect(failures({ retain: { files: -1, file: 1 }, timeouts: { build: "soon", smoke: 0 } })).toHaveLength(4);
});

test("a text that may be a secret is not repeated", () => {
  const [fault] = failures({ smokeTests: [{ name: "a", input: 1, expect: "hunter2" }] });
  expect(fault?.reason).toContain("smokeTests.0.expect: must be an object, got a text.");
});

test("diff leaves the comparison to the engine", () => {
  expect(diff("a/b", { ...inputs(), version: "0.1.0" }, inputs({ run: { sha256: "41".repeat(32) } }))).toEqual({ replaces: [] });
});

test("an unfinished resource with unchanged inputs asks for an update; with changed ones the engine shows them", () => {
  expect(diff("a/b", { ...inputs(), pending: "upload" }, inputs())).toEqual({ changes: true, replaces: [] });
  expect(diff("a/b", { ...inputs(), pending: "upload" }, inputs({ run: { sha256: "41".repeat(32) } }))).toEqual({ replaces: [] });
});

test("another algorithm replaces the resource", () => {
  expect(diff("a/b", inputs(), inputs({ algorithm: "acme/other" })).replaces).toEqual(["algorithm"]);
});
