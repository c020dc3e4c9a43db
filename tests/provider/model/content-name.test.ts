import { contentTrace } from "../../../provider/model/content-trace";
import { defaultFileName, readContentName } from "../../../provider/model/file-name";

const sha256 = "9f2c41d07a55".padEnd(64, "0123456789abcdef");

test.each([
  [defaultFileName, "sentiment-9f2c41d07a55.pkl", { stem: "sentiment", digits: "9f2c41d07a55" }],
  [defaultFileName, "a-b-9f2c41d07a55.tar.gz", { stem: "a-b", digits: "9f2c41d07a55" }],
  [defaultFileName, "noext-9f2c41d07a55", { stem: "noext", digits: "9f2c41d07a55" }],
  ["{sha256}{ext}", `${sha256}.onnx`, { digits: sha256 }],
  ["{sha256:8}-{stem}-{sha256}{ext}", `9f2c41d0-m-${sha256}.pkl`, { stem: "m", digits: sha256 }],
  ["v_{sha256:10}_{stem}{ext}", "m-9f2c41d07a55.pkl", { stem: "m", digits: "9f2c41d07a55" }],
])("by %s, %s is a name made of bytes", (template, name, expected) => {
  expect(readContentName(template, name)).toEqual(expected);
});

test.each(["sentiment.pkl", "sentiment-9f2c41d07a5.pkl", "sentiment-9F2C41D07A55.pkl", "-9f2c41d07a55.pkl", "labels.json", "9f2c41d07a55"])(
  "%s is not",
  (name) => {
    expect(readContentName(defaultFileName, name)).toBeUndefined();
  },
);

test("a trace is what any way of writing the name has in common", () => {
  expect(contentTrace("modèle-9f2c41d07a55.pkl")).toBe("9f2c41d07a55");
  expect(contentTrace(`deadbeef-${sha256}`)).toBe(sha256);
  expect(contentTrace("labels-2026.json")).toBe("labels-2026.json");
});
