import * as algorithm from "../../../provider/handlers/algorithm";
import * as secret from "../../../provider/handlers/algorithm-secret";
import * as collection from "../../../provider/handlers/data-collection";
import * as file from "../../../provider/handlers/model-file";
import type { CheckResult, ResourceHandler } from "../../../provider/handlers/shared/resource-handler";
import { recallRunFacts } from "../../../provider/host/run-facts";
import { unknownValue } from "../../../provider/host/wire";

type Checks = Pick<ResourceHandler, "check" | "diff">;
const inputsOf = async (handler: Checks, news: Record<string, unknown>, olds = {}) => {
  const result: CheckResult = await handler.check(olds, { ...news, __provider: "code" });
  if ("failures" in result) throw new Error(result.failures.map(({ reason }) => reason).join("\n"));
  return result.inputs;
};
const reasonsOf = async (handler: Checks, news: Record<string, unknown>) => {
  const result = await handler.check({}, { ...news, __provider: "code" });
  return "failures" in result ? result.failures : [];
};

const sha256 = "9f2c41d07a55".padEnd(64, "0");
const found = (more = {}) => ({ sha256, sizeBytes: 3, __run: { found: { path: "models/words.txt", ...more }, urn: "urn" } });
const least = {
  algorithm: { algorithm: "acme/sentiment" },
  collection: { collection: "data://acme/models" },
  secret: { algorithm: "acme/sentiment", key: "DB", value: "open sesame" },
  file: { store: "data://acme/models", ...found() },
};

test("what is not given becomes the documented default, so that drift from it shows", async () => {
  expect(await inputsOf(algorithm, least.algorithm)).toEqual({
    algorithm: "acme/sentiment",
    label: "sentiment",
    language: "python3-1",
    environment: "cpu",
    sourceVisibility: "closed",
    networkAccess: "full",
    pipelineEnabled: true,
    license: "apl",
  });
  expect(await inputsOf(collection, least.collection)).toEqual({ collection: "data://acme/models", readAcl: "myAlgorithms" });
  expect(await inputsOf(secret, least.secret)).toEqual({ ...least.secret, shortName: "DB" });
  expect(await inputsOf(file, least.file)).toEqual({
    store: "data://acme/models",
    sha256,
    sizeBytes: 3,
    uri: "data://acme/models/words-9f2c41d07a55.txt",
  });
});

test("what says nothing new is no input: false permissions, empty texts, blanks, the default template", async () => {
  expect(await inputsOf(algorithm, { ...least.algorithm, tagline: "", forceDelete: false })).toEqual(
    await inputsOf(algorithm, least.algorithm),
  );
  expect(await inputsOf(secret, { ...least.secret, description: " " })).toEqual(await inputsOf(secret, least.secret));
  const same = { ...least.file, fileName: "{stem}-{sha256:12}{ext}", deleteOld: false, store: "data://acme/models/" };
  expect(await inputsOf(file, same)).toEqual(await inputsOf(file, least.file));
});

test("the environment's id stands for language and environment", async () => {
  const algorithmEnvironment = "b765b2d0-3f2a-4f7d-9a3f-3a0f8c1b2c3d";
  const inputs = await inputsOf(algorithm, { ...least.algorithm, algorithmEnvironment });
  expect(inputs).toMatchObject({ algorithmEnvironment });
  expect(inputs).not.toHaveProperty("language");
  const [reason] = await reasonsOf(algorithm, { ...least.algorithm, algorithmEnvironment, language: "python3-1" });
  expect(reason?.reason).toContain("give one or the others");
});

test("values that are not known yet pass through, and what follows from them is unknown", async () => {
  expect(await inputsOf(algorithm, { algorithm: unknownValue })).toMatchObject({ algorithm: unknownValue, label: unknownValue });
  expect(await inputsOf(collection, { collection: unknownValue, readAcl: unknownValue })).toEqual({
    collection: unknownValue,
    readAcl: unknownValue,
  });
  expect(await inputsOf(secret, { algorithm: unknownValue, key: unknownValue, value: unknownValue })).toMatchObject({
    shortName: unknownValue,
    value: unknownValue,
  });
  expect(await inputsOf(file, { ...least.file, store: unknownValue })).toMatchObject({ uri: unknownValue, sha256 });
  const unknown = { store: "data://acme/models", sha256: unknownValue, sizeBytes: unknownValue, __run: { found: unknownValue } };
  expect(await inputsOf(file, unknown)).toMatchObject({ uri: unknownValue, sha256: unknownValue });
});

test.each<[string, Checks, Record<string, unknown>, string]>([
  ["an algorithm with a scheme", algorithm, { algorithm: "algo://acme/sentiment" }, "without algo://"],
  ["no algorithm", algorithm, {}, 'Input algorithm: expected "owner/name", got nothing'],
  ["a misspelt input", algorithm, { ...least.algorithm, licence: "mit" }, "There is no input licence. Did you mean license?"],
  ["an unknown license", algorithm, { ...least.algorithm, license: "bsd" }, 'expected one of apl, apache2, gpl3, mit, got "bsd"'],
  ["closed source under an open license", algorithm, { ...least.algorithm, license: "mit" }, 'source under the license "mit" is open'],
  ["a flag that is a text", algorithm, { ...least.algorithm, pipelineEnabled: "yes" }, "expected true or false"],
  ["an environment that is no UUID", algorithm, { ...least.algorithm, algorithmEnvironment: "python" }, "expected a UUID"],
  ["a collection of whoever asks", collection, { collection: "data://.my/models" }, ".my means whoever asks"],
  ["a connector", collection, { collection: "s3+prod://bucket/models" }, "expected data://owner/name"],
  ["unknown readers", collection, { ...least.collection, readAcl: "all" }, "expected one of private, myAlgorithms, public"],
  ["a key that is no variable", secret, { ...least.secret, key: "db-password" }, "expected the name of an environment variable"],
  ["no value", secret, { ...least.secret, value: undefined }, "Input value: expected a text"],
  ["a template without a hash", file, { ...least.file, fileName: "{stem}{ext}" }, "Input fileName"],
  ["a problem of the file", file, { ...least.file, ...found({ problem: "models/words.txt is empty." }) }, "models/words.txt is empty."],
  ["a file that is in storage", file, { ...least.file, ...found({ path: undefined, uri: "data://a/b/c" }) }, "in storage already"],
  ["no file", file, { store: "data://acme/models" }, "Input model: a path or a FileAsset is required"],
])("bad input is refused with a reason and without its value as a property: %s", async (_, handler, news, text) => {
  const [first] = await reasonsOf(handler, news);
  expect(first?.reason).toContain(text);
  expect(first?.property).toBe("");
});

test("a secret's value is in no message", async () => {
  const reasons = await reasonsOf(secret, { ...least.secret, value: { password: "open sesame" }, key: 7 });
  expect(reasons).toHaveLength(2);
  expect(JSON.stringify(reasons)).not.toContain("sesame");
});

test("the same bytes keep their address when the local file is renamed; the path is a fact of the run", async () => {
  const before = await inputsOf(file, least.file);
  const renamed = { ...least.file, ...found({ path: "elsewhere/renamed.txt" }) };
  const after = await inputsOf(file, renamed, before);
  expect(after).toEqual(before);
  expect(recallRunFacts(after, "none")).toEqual({ path: "elsewhere/renamed.txt", urn: "urn" });
  expect((await inputsOf(file, { ...renamed, sha256: "41".repeat(32) }, before)).uri).toBe("data://acme/models/renamed-414141414141.txt");
});

test("only what identifies a resource replaces it, and a new language deletes the old algorithm first", async () => {
  const olds = await inputsOf(algorithm, least.algorithm);
  expect(await algorithm.diff("id", olds, { ...olds, label: "new" })).toEqual({ replaces: [], deleteBeforeReplace: false });
  expect(await algorithm.diff("id", olds, { ...olds, algorithm: "acme/other" })).toEqual({
    replaces: ["algorithm"],
    deleteBeforeReplace: false,
  });
  expect(await algorithm.diff("id", olds, { ...olds, language: "java" })).toEqual({ replaces: ["language"], deleteBeforeReplace: true });
  const { language, environment, ...byId } = olds;
  expect((await algorithm.diff("id", olds, byId)).replaces).toEqual([]);
  expect((await collection.diff("id", least.collection, { collection: "data://acme/others" })).replaces).toEqual(["collection"]);
  expect((await secret.diff("id", least.secret, { ...least.secret, value: "new" })).replaces).toEqual([]);
  expect((await secret.diff("id", least.secret, { ...least.secret, key: "DB2" })).replaces).toEqual(["key"]);
  expect((await file.diff("id", least.file, { ...least.file, store: "data://acme/others" })).replaces).toEqual([]);
});
