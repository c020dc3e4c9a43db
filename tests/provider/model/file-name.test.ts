import {
  defaultFileName,
  matchesTemplate,
  renderFileName,
  splitFileName,
  stemOf,
  validateTemplate,
} from "../../../provider/model/file-name";

const sha256 = `9f2c41d07a55${"0".repeat(52)}`;

test.each([
  ["models/sentiment.pkl", "sentiment", ".pkl"],
  ["model.tar.gz", "model", ".tar.gz"],
  ["weights.pkl.zst", "weights", ".pkl.zst"],
  ["my.model.v2.pkl", "my.model.v2", ".pkl"],
  ["my.model.v2.pkl.gz", "my.model.v2", ".pkl.gz"],
  ["model.v2.gz", "model.v2", ".gz"],
  ["model.2.gz", "model.2", ".gz"],
  ["model-1.2", "model-1.2", ""],
  ["model v1.2 final", "model v1.2 final", ""],
  [".hidden", ".hidden", ""],
  [".hidden.pkl", ".hidden", ".pkl"],
  ["model", "model", ""],
  ["model.", "model.", ""],
  ["/a/b.c/modèle ü.onnx", "modèle ü", ".onnx"],
  ["data://acme/sentiment/m.pkl", "m", ".pkl"],
])("%s is the stem %j with the extension %j", (path, stem, ext) => {
  expect(splitFileName(path)).toEqual({ stem, ext });
  expect(stemOf(path)).toBe(stem);
});

test.each([
  [defaultFileName, "models/sentiment.pkl", "sentiment-9f2c41d07a55.pkl"],
  [defaultFileName, "my model.tar.gz", "my model-9f2c41d07a55.tar.gz"],
  ["{sha256}", "a.pkl", sha256],
  ["v_{sha256:8}_{stem}{ext}", "a.pkl", "v_9f2c41d0_a.pkl"],
  ["{stem}.{sha256:8}.{stem}{ext}", "a.pkl", "a.9f2c41d0.a.pkl"],
])("%s of %s is %s", (template, path, fileName) => {
  expect(renderFileName(template, { path, sha256 })).toBe(fileName);
});

test("braces in a file's own name are not taken for placeholders", () => {
  expect(renderFileName(defaultFileName, { path: "{sha256}.pkl", sha256 })).toBe("{sha256}-9f2c41d07a55.pkl");
  expect(renderFileName(defaultFileName, { path: "a$&.pkl", sha256 })).toBe("a$&-9f2c41d07a55.pkl");
});

test.each([defaultFileName, "{sha256}", "{sha256:8}", "{stem}{sha256:1}{sha256:64}{ext}", "model {sha256:12}.bin"])(
  "%s is a good template",
  (template) => {
    expect(validateTemplate(template)).toBeUndefined();
  },
);

test.each([
  ["", "it is empty"],
  ["{stem}{ext}", "it must hold {sha256} or at least {sha256:8}"],
  ["{stem}-{sha256:7}{ext}", "it must hold {sha256} or at least {sha256:8}"],
  ["{sha256:4}{sha256:4}", "it must hold {sha256} or at least {sha256:8}"],
  ["{stem}-{sha:12}{ext}", "there is no placeholder {sha:12}, only {stem}, {ext}, {sha256} and {sha256:12}"],
  ["{stem}-{}{sha256}", "there is no placeholder {}"],
  ["{sha256:0}", "{sha256:0} asks for 0 digits"],
  ["{sha256:65}", "{sha256:65} asks for 65 digits, a sha256 has 1 to 64"],
  ["models/{sha256}", 'a file name has no "/"'],
  ["{stem-{sha256}", "a brace is not closed"],
  ["{sha256}}", "a brace is not closed or not opened"],
  ["{sha256}\n", "a file name has no control characters"],
])("%j is refused: %s", (template, reason) => {
  expect(validateTemplate(template)).toContain(reason);
});

test.each([
  [defaultFileName, "sentiment.pkl", true],
  [defaultFileName, "sentiment.joblib", true],
  [defaultFileName, "sentiment", true],
  [defaultFileName, "sentiment-9f2c41d07a55.pkl", true],
  [defaultFileName, "sentiment-9f2c41d07a55.tar.gz", true],
  [defaultFileName, "sentiment-9f2c41d07a55", true],
  [defaultFileName, "sentiment-9F2C41D07A55.pkl", false],
  [defaultFileName, "sentiment-9f2c41d07a5.pkl", false],
  [defaultFileName, "sentiment-9f2c41d07a55.v2.pkl", false],
  [defaultFileName, "sentiment-201902.pkl", false],
  [defaultFileName, "other-9f2c41d07a55.pkl", false],
  [defaultFileName, "other.pkl", false],
  ["m_{sha256:8}{ext}", "m_9f2c41d0.pkl", true],
  ["m_{sha256:8}{ext}", "sentiment.pkl", true],
  ["m_{sha256:8}{ext}", "sentiment-9f2c41d07a55.pkl", true],
  ["{sha256}{ext}{ext}", `${sha256}.pkl.pkl`, true],
  ["{sha256}{ext}{ext}", `${sha256}.pkl.bin`, false],
])("with %s a model of the stem sentiment may have been called %s: %s", (template, fileName, expected) => {
  expect(matchesTemplate(template, fileName, "sentiment")).toBe(expected);
});

test("a stem with signs that mean something in patterns is taken literally", () => {
  expect(matchesTemplate(defaultFileName, "m.v2+(x)-9f2c41d07a55.pkl", "m.v2+(x)")).toBe(true);
  expect(matchesTemplate(defaultFileName, "mxv2+(x)-9f2c41d07a55.pkl", "m.v2+(x)")).toBe(false);
});

test.each(["a.pkl", ".hidden", "my.model.v2.pkl", "b.tar.gz", "Ä b.onnx"])("whatever is rendered for %s is recognised", (path) => {
  for (const template of [defaultFileName, "{sha256}", "{ext}{sha256:10}{stem}"]) {
    expect(matchesTemplate(template, renderFileName(template, { path, sha256 }), stemOf(path))).toBe(true);
  }
});
