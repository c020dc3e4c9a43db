import { findReference } from "../../../../../provider/rollout/reference";
import { failure, model, rollOut, sources, textOf, wanted } from "../sources";

const entry = (name: string, uri: string, more = "") => `{"name": "${name}", "source_uri": "${uri}", "fail_on_tamper": true${more}}`;
const manifest = (required: string[], optional: string[] = []) =>
  `{"required_files": [${required.join(", ")}],\n "optional_files": [${optional.join(", ")}]}\n`;
const old = "data://acme/sentiment/model.pkl";

describe("An ADK manifest", () => {
  test("has the URI of the model's entry replaced and every other byte kept", () => {
    const text =
      '\uFEFF{\r\n\t"required_files" : [ {\r\n\t\t"metadata":{"é":[1.0,1e5,"data://acme/sentiment/model.pkl"]},  \r\n' +
      '\t\t"source_uri":"data:\\/\\/acme/sentiment/model.pkl" ,"name":"m\\u00f6del"}  ],"optional_files":[]}   ';
    const { reference, after, changed } = rollOut(sources({ "model_manifest.json": text }));
    expect(reference).toEqual({ kind: "manifest", style: "adk", path: "model_manifest.json", name: "mödel", uri: old, line: 4 });
    expect(changed).toEqual(["model_manifest.json"]);
    expect(textOf(after, "model_manifest.json")).toBe(text.replace('"data:\\/\\/acme/sentiment/model.pkl"', JSON.stringify(model.uri)));
  });

  test("keeps bytes that are not UTF-8", () => {
    const text = manifest([entry("m", old, ', "note": "caf\xe9"')]);
    const { after } = rollOut(sources({ "model_manifest.json": Buffer.from(text, "latin1") }));
    expect(after[0]?.content.toString("latin1")).toBe(text.replace(old, model.uri));
  });

  test("has the md5 of the entry replaced too, where there is one: the ADK holds the file to it", () => {
    const { after } = rollOut(sources({ "model_manifest.json": manifest([entry("m", old, ', "md5_checksum": "00"')]) }));
    expect(textOf(after, "model_manifest.json")).toBe(manifest([entry("m", model.uri, `, "md5_checksum": "${model.md5}"`)]));
  });

  test("goes before a literal in the source", () => {
    const files = sources({ "src/sentiment.py": `M = "${old}"`, "model_manifest.json": manifest([], [entry("m", old)]) });
    expect(findReference(files, wanted)).toMatchObject({ style: "adk", line: 2 });
  });

  test("that names only other things leaves the choice to the source", () => {
    const files = sources({
      "src/sentiment.py": `M = "${old}"`,
      "model_manifest.json": manifest([entry("words", "data://acme/sentiment/words.txt")]),
    });
    expect(findReference(files, wanted)).toMatchObject({ kind: "source", path: "src/sentiment.py" });
  });

  test("of several files takes the one in the store with the model's name, whatever the case of owner and collection", () => {
    const files = sources({
      "model_manifest.json": manifest(
        [entry("words", "data://acme/sentiment/words.txt"), entry("m", "data://Acme/Sentiment/model-0123456789ab.pkl")],
        [entry("far", "data://acme/other/model.pkl")],
      ),
    });
    expect(rollOut(files).reference).toMatchObject({ name: "m" });
  });

  test("takes the entry that the input names, wherever its file is", () => {
    const files = sources({ "model_manifest.json": manifest([entry("a", old), entry("b", "s3+prod://models/anything.bin")]) });
    const { reference, after } = rollOut(files, { reference: { kind: "manifest", name: "b" } });
    expect(reference).toMatchObject({ name: "b", uri: "s3+prod://models/anything.bin" });
    expect(textOf(after, "model_manifest.json")).toBe(manifest([entry("a", old), entry("b", model.uri)]));
  });

  test("may lie elsewhere when the input says so, typed as on Windows or not", () => {
    const files = sources({ "config/models.json": manifest([entry("m", old)]) });
    for (const path of ["config/models.json", "./config/models.json", "config\\models.json", "/config/models.json"]) {
      expect(findReference(files, { ...wanted, reference: { kind: "manifest", path } })).toMatchObject({
        path: "config/models.json",
        name: "m",
      });
    }
  });

  test("with a store in a data connector is matched by its exact bucket and folder", () => {
    const files = sources({
      "model_manifest.json": manifest([
        entry("a", "s3+prod://models/x/model.pkl"),
        entry("b", "s3+prod://models/model.pkl"),
        entry("c", "s3://models/model.pkl"),
      ]),
    });
    expect(findReference(files, { ...wanted, store: "s3+prod://models" })).toMatchObject({ name: "b" });
  });

  test("uses the last of two equal keys, as Python does", () => {
    const text = manifest([`{"name": "m", "source_uri": "data://acme/x/first.pkl", "source_uri": "${old}"}`]);
    const { after } = rollOut(sources({ "model_manifest.json": text }));
    expect(textOf(after, "model_manifest.json")).toBe(text.replace(old, model.uri));
  });

  test("writes quotes, backslashes and letters of any script so that JSON reads them back", () => {
    const uri = 'data://acme/sentiment/mo"d\\el-日本😀.pkl';
    const { after } = rollOut(sources({ "model_manifest.json": manifest([entry("m", old)]) }), {}, { ...model, uri });
    expect(JSON.parse(textOf(after, "model_manifest.json")).required_files[0].source_uri).toBe(uri);
    expect(textOf(after, "model_manifest.json")).toMatch(/^[ -~\n]*$/);
  });
});

describe("An ADK manifest without a certain entry", () => {
  test("gives an error that shows a file of the same name elsewhere, and the input that selects it", () => {
    const { code, message } = failure(() =>
      findReference(sources({ "model_manifest.json": manifest([entry("m", "data://acme/other/model.pkl")]) }), wanted),
    );
    expect(code).toBe("REFERENCE_NOT_FOUND");
    expect(message).toContain('model_manifest.json:1 "data://acme/other/model.pkl" (not in data://acme/sentiment)');
    expect(message).toContain('`reference: { kind: "manifest", name: "m" }`');
  });

  test("tells that `.my` is the caller's folder", () => {
    const files = sources({ "model_manifest.json": manifest([entry("m", "data://.my/sentiment/model.pkl")]) });
    expect(failure(() => findReference(files, wanted)).message).toContain("`.my` is the folder of whoever calls; write acme instead");
  });

  test("with two is ambiguous", () => {
    const files = sources({
      "model_manifest.json": manifest([entry("a", old)], [entry("b", "data://acme/sentiment/model-0123456789ab.pkl")]),
    });
    const { code, message } = failure(() => findReference(files, wanted));
    expect(code).toBe("REFERENCE_AMBIGUOUS");
    expect(message).toContain('{ kind: "manifest", name: "a" }');
  });

  test("with a name that is not there says which there are", () => {
    const files = sources({ "model_manifest.json": manifest([entry("a", old)]) });
    const { code, message } = failure(() => findReference(files, { ...wanted, reference: { kind: "manifest", name: "b" } }));
    expect(code).toBe("REFERENCE_NOT_FOUND");
    expect(message).toContain('model_manifest.json (1 file, none of them named "b")');
  });

  test("that is absent although asked for is not replaced by a literal", () => {
    const files = sources({ "src/sentiment.py": `M = "${old}"`, "model_manifest.json.freeze": "{}" });
    const { code, message } = failure(() => findReference(files, { ...wanted, reference: { kind: "manifest" } }));
    expect(code).toBe("REFERENCE_NOT_FOUND");
    expect(message).toContain("model_manifest.json (absent, although model_manifest.json.freeze is there)");
  });
});

test.each([
  ["", "line 1, column 1: a value is expected"],
  ['{"required_files": [\n  {"name": "é" "source_uri": "x"}]}', "line 2, column 16: a comma is expected"],
  ['{"required_files": [], // none\n}', "line 1, column 24: JSON has no comments"],
  ["[".repeat(100_000), "it is nested too deeply"],
  ['{"required_files": {}}', '"required_files" is not a list'],
  ['{"required_files": ["x"]}', "required_files[0] is not an object"],
  ['{"required_files": [], "optional_files": [{"name": "m"}]}', 'optional_files[0] has no "source_uri"'],
  ['{"required_files": [{"name": "m", "source_uri": null}]}', 'the "source_uri" of required_files[0] is not a string'],
  ['{"required_files": [{"source_uri": "x"}]}', 'required_files[0] has no "name"'],
  [manifest([entry("m", "data://a/b/c")], [entry("m", "data://a/b/d")]), 'two of its files have the name "m"'],
])("A malformed manifest is refused with its fault (%#)", (text, reason) => {
  const { code, message } = failure(() => findReference(sources({ "model_manifest.json": text }), wanted));
  expect(code).toBe("MANIFEST_INVALID");
  expect(message).toContain(reason);
});

test("A manifest of neither kind is refused when it is asked for, and passed over when it is not", () => {
  const files = sources({ "model_manifest.json": '{"name": "x"}', "src/sentiment.py": `M = "${old}"` });
  expect(failure(() => findReference(files, { ...wanted, reference: { kind: "manifest" } })).message).toContain("neither");
  expect(findReference(files, wanted)).toMatchObject({ kind: "source" });
});
