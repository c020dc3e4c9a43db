import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion } from "../../../provider";
import { inspectModel, stampOf } from "../../../provider/model/inspect-model";
import { openStatCache } from "../../../provider/model/stat-cache";

const registered: Record<string, Record<string, unknown>> = {};
const served = { version: "0.3.0", models: { words: { modelUri: "data://acme/words/words-9f2c41d07a55.txt" } } };
const cacheBefore = process.env.XDG_CACHE_HOME;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "model-version-"));
  process.env.XDG_CACHE_HOME = folder;
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered[name] = inputs;
      return { id: "acme/words", state: { ...inputs, ...served } };
    },
    call: () => ({}),
  });
});
afterAll(() => {
  if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheBefore;
  rmSync(folder, { recursive: true });
});

const settled = <Value>(output: pulumi.Output<Value>) => new Promise<Value>((resolve) => void output.apply(resolve));

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
}

test("a model that is not known yet is hashed, one that is known is told in one text", async () => {
  const model = file("words.txt");
  await settled(new AlgorithmModelVersion("first", { algorithm: "acme/words", model }).version);
  const { sha256, sizeBytes } = await inspectModel(model);
  expect(registered.first).toMatchObject({
    algorithm: "acme/words",
    modelSha256: sha256,
    modelBytes: 9,
    __run: { found: { path: model } },
  });

  const known = { sha256, sizeBytes, findings: [] };
  await openStatCache().remember(model, { stamp: stampOf(model), changedMs: 0 }, known, 9_000); // As if it had not just been written.
  await settled(new AlgorithmModelVersion("second", { algorithm: "acme/words", model }).version);
  const { __run, ...inputs } = registered.second!;
  const { __run: told, ...inputsBefore } = registered.first!;
  expect(inputs).toEqual(inputsBefore);
  expect(JSON.parse(String(__run))).toEqual({ ...(told as object), urn: expect.stringMatching(/::second$/) });
});

test("what follows from other outputs is an output too", async () => {
  const one = new AlgorithmModelVersion("one", { algorithm: "acme/words", model: file("one.txt") });
  expect(await settled(one.algorithmUri)).toBe("algo://acme/words/0.3.0");
  expect(await settled(one.models)).toBeUndefined();
  const several = new AlgorithmModelVersion("several", { algorithm: "acme/words", models: { words: file("several.txt") } });
  expect(await settled(several.models)).toEqual(served.models);
});

test("a version that is only read tells its models", async () => {
  expect(await settled(AlgorithmModelVersion.get("read", "acme/words").models)).toEqual(served.models);
});

test("a file that is written after it was told is hashed again", async () => {
  const model = file("later.txt");
  await openStatCache().remember(
    model,
    { stamp: stampOf(model), changedMs: 0 },
    { sha256: "ab".repeat(32), sizeBytes: 9, findings: [] },
    9_000,
  );
  utimesSync(model, 1, 1);
  await settled(new AlgorithmModelVersion("later", { algorithm: "acme/words", model }).version);
  expect(registered.later!.modelSha256).toBe((await inspectModel(model)).sha256);
});
