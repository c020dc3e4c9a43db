import { commitMessage, lineageOf } from "../../../provider/rollout/lineage";
import { compareVersions, newestOf } from "../../../provider/rollout/versions";

const model = {
  name: "",
  uri: "data://acme/sentiment/sentiment one-9f9f9f9f9f9f.pkl",
  sha256: "9f".repeat(32),
  sizeBytes: 1234,
  md5: "0c".repeat(16),
};
const vectorizer = { name: "vectorizer", uri: "data://acme/shared/words 2.txt", sha256: "1a".repeat(32), sizeBytes: 7, md5: undefined };

test("a commit message names the file and reads back as its lineage", () => {
  const message = commitMessage({ files: [model] });
  expect(message.split("\n")[0]).toBe("Serve sentiment one-9f9f9f9f9f9f.pkl");
  expect(lineageOf(message)).toEqual({ files: [model] });
});

test("several files stand in one message and read back with their names", () => {
  const message = commitMessage({ files: [model, vectorizer] }, ["Rollout-Commit: 41d0"]);
  expect(message.split("\n")[0]).toBe("Serve sentiment one-9f9f9f9f9f9f.pkl and words 2.txt");
  expect(message).toContain("Rollout-Commit: 41d0\n");
  expect(lineageOf(message)).toEqual({ files: [model, vectorizer] });
  expect(lineageOf(commitMessage({ files: [vectorizer] }))).toEqual({ files: [vectorizer] });
});

test("a message that the first release wrote is read", () => {
  const message = `Serve x\n\nModel-Sha256: ${model.sha256}\nModel-Uri: ${model.uri}\nModel-Bytes: 1234\nModel-Md5: ${model.md5}\n`;
  expect(lineageOf(message)).toEqual({ files: [model] });
});

test("a store without md5 leaves that trailer out", () => {
  const { md5, ...rest } = model;
  expect(commitMessage({ files: [rest] })).not.toContain("Model-Md5");
  expect(lineageOf(commitMessage({ files: [rest] }))).toEqual({ files: [{ ...rest, md5: undefined }] });
});

test.each([
  "",
  "Serve x",
  "Model-Sha256: short\nModel-Uri: data://a/b/c\nModel-Bytes: 1",
  commitMessage({ files: [model] }).replace("1234", "many"),
  commitMessage({ files: [vectorizer] }).replace("1a", "zz"),
])("a message without whole trailers has no lineage: %j", (message) => {
  expect(lineageOf(message)).toBeUndefined();
});

test("versions are ordered by number, not by text", () => {
  expect(["0.10.0", "0.9.1", "1.0.0", "0.9.0"].sort(compareVersions)).toEqual(["0.9.0", "0.9.1", "0.10.0", "1.0.0"]);
  expect(newestOf([{ version: "0.9.0" }, { version: "0.10.0" }])).toEqual({ version: "0.10.0" });
  expect(newestOf([])).toBeUndefined();
});
