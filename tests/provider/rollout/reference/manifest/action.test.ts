import { findReference } from "../../../../../provider/rollout/reference";
import { failure, model, rewrite, rollOut, sources, textOf, wanted } from "../sources";

const manifest = (path: string, md5: string) => `{
    "model_filepath": "${path}",
    "model_md5_hash": "${md5}",
    "model_origin_commit_SHA": "0123",
    "model_uploaded_utc": "2021-03-01 10:11:12.131415"
}`;
const old = "acme/sentiment/model_0123456789abcdef0123456789abcdef01234567.pkl";

describe("A manifest of the deployment action", () => {
  test("has its path and md5 replaced, without a scheme, and nothing else", () => {
    const { reference, after } = rollOut(sources({ "model_manifest.json": manifest(old, "00") }));
    expect(reference).toEqual({ kind: "manifest", style: "action", path: "model_manifest.json", uri: `data://${old}`, line: 2 });
    expect(textOf(after, "model_manifest.json")).toBe(manifest(model.uri.replace("data://", ""), model.md5));
  });

  test("keeps a scheme that stands there, and gets no key that it has not", () => {
    const { after } = rollOut(sources({ "model_manifest.json": `{"model_filepath": "data://${old}"}` }));
    expect(textOf(after, "model_manifest.json")).toBe(`{"model_filepath": "${model.uri}"}`);
  });

  test("is changed when only the md5 differs", () => {
    const { changed } = rollOut(sources({ "model_manifest.json": manifest(model.uri.replace("data://", ""), "00") }));
    expect(changed).toEqual(["model_manifest.json"]);
  });

  test("goes before a literal in the source", () => {
    const files = sources({ "model_manifest.json": manifest(old, "00"), "src/s.py": 'M = "data://acme/sentiment/model.pkl"' });
    expect(findReference(files, wanted)).toMatchObject({ style: "action" });
  });

  test("that names another store is a candidate only, until the input asks for it", () => {
    const files = sources({ "model_manifest.json": manifest("acme/other/model.pkl", "00") });
    const { code, message } = failure(() => findReference(files, wanted));
    expect(code).toBe("REFERENCE_NOT_FOUND");
    expect(message).toContain('`reference: { kind: "manifest" }`');
    expect(findReference(files, { ...wanted, reference: { kind: "manifest" } })).toMatchObject({
      style: "action",
      uri: "data://acme/other/model.pkl",
    });
  });

  test("mixed into an ADK manifest is used when no ADK entry is the model", () => {
    const files = sources({ "model_manifest.json": `{"required_files": [], "model_filepath": "${old}"}` });
    expect(findReference(files, wanted)).toMatchObject({ style: "action" });
  });

  test("has no entries to be named and no freeze", () => {
    const files = sources({ "model_manifest.json": manifest(old, "00") });
    for (const input of [{ name: "m" }, { freeze: true }]) {
      expect(failure(() => findReference(files, { ...wanted, reference: { kind: "manifest", ...input } })).code).toBe("MANIFEST_INVALID");
    }
  });

  test("whose path is no text is refused", () => {
    expect(failure(() => findReference(sources({ "model_manifest.json": '{"model_filepath": 7}' }), wanted)).code).toBe("MANIFEST_INVALID");
  });

  test("cannot be written without the model's md5", () => {
    const files = sources({ "model_manifest.json": manifest(old, "00") });
    const reference = findReference(files, wanted);
    expect(failure(() => rewrite(files, reference, { ...model, md5: "" }, new Date())).code).toBe("MODEL_MD5_UNKNOWN");
  });
});
