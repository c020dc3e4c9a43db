import { commitMessage, lineageOf } from "../../../provider/rollout/lineage";
import { compareVersions, newestOf } from "../../../provider/rollout/versions";

const lineage = {
  modelSha256: "9f".repeat(32),
  modelUri: "data://acme/sentiment/sentiment one-9f9f9f9f9f9f.pkl",
  modelBytes: 1234,
  modelMd5: "0c".repeat(16),
};

test("a commit message names the file and reads back as its lineage", () => {
  expect(commitMessage(lineage).split("\n")[0]).toBe("Serve sentiment one-9f9f9f9f9f9f.pkl");
  expect(lineageOf(commitMessage(lineage))).toEqual(lineage);
});

test("a store without md5 leaves that trailer out", () => {
  const { modelMd5, ...rest } = lineage;
  expect(commitMessage(rest)).not.toContain("Model-Md5");
  expect(lineageOf(commitMessage(rest))).toEqual({ ...rest, modelMd5: undefined });
});

test.each(["", "Serve x", "Model-Sha256: short\nModel-Uri: data://a/b/c\nModel-Bytes: 1", commitMessage(lineage).replace("1234", "many")])(
  "a message without whole trailers has no lineage: %j",
  (message) => {
    expect(lineageOf(message)).toBeUndefined();
  },
);

test("versions are ordered by number, not by text", () => {
  expect(["0.10.0", "0.9.1", "1.0.0", "0.9.0"].sort(compareVersions)).toEqual(["0.9.0", "0.9.1", "0.10.0", "1.0.0"]);
  expect(newestOf([{ version: "0.9.0" }, { version: "0.10.0" }])).toEqual({ version: "0.10.0" });
  expect(newestOf([])).toBeUndefined();
});
