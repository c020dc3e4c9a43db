import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkFormat } from "../../../../provider/model/format";
import { formatChecker } from "./check";

const check = formatChecker();
const repository = join(__dirname, "../../../..");

test.each([
  ["text", "hello, world\n"],
  ["one byte", "."],
  ["a list of words that are opcodes", "cat\ndog\ncow\nNumber\n"],
  ["words and a full stop", "cats\nand dogs\nI\n."],
  ["JSON", '{"a": [1, 2]}'],
  ["a CSV", "Id,name\n1,a\n"],
  ["zeros", Buffer.alloc(5000)],
  ["a protocol number and noise", Buffer.from([0x80, 4, 0xff, 0xfe, 1, 2, 3])],
  ["the beginning of a zip alone", "PK"],
  ["a text that begins like a zip", `PK\x03\x04 is how a zip begins${"x".repeat(100)}`],
  ["a protobuf that is no ONNX", Buffer.from([8, 1, 0x12, 0xff, 0xff, 3, 1, 2, 3])],
  ["gzip of text", Buffer.from("1f8b0800000000000003cb48cdc9c9070086a6103605000000", "hex")],
])("%s is left alone", async (_, content) => {
  expect(await check(content)).toEqual([]);
});

test("no source file of this repository is taken for a model", async () => {
  for (const folder of ["provider", "platform", "docs", "scripts", "examples"]) {
    for (const file of readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || /\.joblib$|node_modules|__pycache__/.test(join(file.parentPath, file.name))) continue;
      expect([file.name, await checkFormat(join(file.parentPath, file.name))]).toEqual([file.name, []]);
    }
  }
});

test("the quickstart's models, which scikit-learn and joblib wrote, are read to their end between the arrays", async () => {
  const [first] = await checkFormat(join(repository, "examples/quickstart/models/first/digits.joblib"));
  expect(first).toBe(
    "is a compressed pickle: loading it runs code. It imports joblib.numpy_pickle.NumpyArrayWrapper, numpy.dtype, numpy.ndarray, " +
      "sklearn.linear_model._logistic.LogisticRegression, sklearn.pipeline.Pipeline, sklearn.preprocessing._data.MinMaxScaler (6 in all).",
  );
  const [best] = await checkFormat(join(repository, "examples/quickstart/models/best/digits.joblib"));
  expect(best).toMatch(/sklearn\.neural_network\._multilayer_perceptron\.MLPClassifier.* \(12 in all\)\.$/);
});
