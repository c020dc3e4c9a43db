import { rewritePin } from "../../../provider/pins/rewrite-pin";

const [one, two] = ["a1".repeat(32), "b2".repeat(32)];
const path = "models.json";

/** It stays what other tools can read. */
const rewritten = (text: string, ...[algorithm, pin]: [string, Parameters<typeof rewritePin>[2]]) => {
  const result = rewritePin(text, algorithm, pin, path);
  JSON.parse(result);
  return result;
};

test("a JSON file that is not there yet begins as JSON, and the next pin is added in its layout", () => {
  const first = rewritten("", "acme/a", { model: "models/a.pkl", sha256: one });
  expect(first).toBe(`{
  "algorithms": {
    "acme/a": {
      "model": "models/a.pkl",
      "sha256": "${one}"
    }
  }
}
`);
  const both = rewritten(first, "acme/b", { uri: "data://acme/b/b.pkl", sha256: two, versionType: "major" });
  expect(both).toBe(
    first.replace(
      /\n {4}\}\n/,
      `
    },
    "acme/b": {
      "uri": "data://acme/b/b.pkl",
      "sha256": "${two}",
      "versionType": "major"
    }
`,
    ),
  );
});

test("a pin changes in place: values in quotes, and the key when the file moves to storage", () => {
  const text = `{\n\t"algorithms": {\n\t\t"acme/a": { "retain": {"files": 1}, "model": "a.pkl", "sha256": "${one}" }\n\t}\n}`;
  expect(rewritten(text, "acme/a", { uri: "data://acme/a/a.pkl", sha256: two })).toBe(
    text.replace('"model": "a.pkl"', '"uri": "data://acme/a/a.pkl"').replace(one, two),
  );
  expect(rewritten(text, "acme/a", { model: "a.pkl", sha256: one })).toBe(text);
});

test("all on one line stays on one line, for one of several models too", () => {
  const text = `{"algorithms": {"acme/a": {"models": {"words": {"model": "w.txt", "sha256": "${"A".repeat(64)}"}}}}}`;
  expect(rewritten(text, "acme/a", { model: "w.txt", sha256: "a".repeat(64), name: "words" })).toBe(text);
  const withMain = rewritten(text, "acme/a", { model: "m.pkl", sha256: two });
  expect(withMain.trim()).not.toContain("\n");
  expect(JSON.parse(withMain).algorithms["acme/a"]).toMatchObject({ model: "m.pkl", sha256: two, models: { words: { model: "w.txt" } } });
  expect(JSON.parse(rewritten('{"algorithms": {}}', "acme/a", { model: "m.pkl", sha256: two })).algorithms["acme/a"].model).toBe("m.pkl");
});

test("YAML between braces stays YAML", () => {
  const text = `{ algorithms: { acme/a: { model: a.pkl, sha256: ${one} } } } # pins\n`;
  expect(rewritePin(text, "acme/a", { model: "b.pkl", sha256: two }, "models.yaml")).toBe(text.replace("a.pkl", "b.pkl").replace(one, two));
});
