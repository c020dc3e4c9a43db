import { formatChecker } from "./check";

const check = formatChecker();

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
    if (left < 128) return Buffer.from(bytes);
  }
}
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, content: Buffer | string) =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), Buffer.from(content)]);

const initializer = bytes(5, Buffer.alloc(5000, 7));
const graph = bytes(7, Buffer.concat([bytes(1, bytes(4, "Add")), bytes(2, "main"), initializer]));
const model = (...parts: Buffer[]) => Buffer.concat([number(1, 8), ...parts]);
const whole = model(bytes(2, "pytorch"), bytes(3, "2.1.0"), graph, bytes(8, number(2, 17)));

test.each([
  ["a whole model", whole],
  ["a model without a producer", model(graph, bytes(8, number(2, 17)))],
  ["a model cut before its graph, which may be anything", whole.subarray(0, 15)],
  ["a message with another field", model(bytes(2, "x"), bytes(9, "y"), graph).subarray(0, -9)],
  ["a version that is none", Buffer.concat([number(1, 4000), graph]).subarray(0, -9)],
  ["a message without a graph", model(bytes(2, "saved"), bytes(2, "model"))],
  ["a graph that is none", model(bytes(7, Buffer.alloc(100, 0xff))).subarray(0, -9)],
  ["a producer in binary", model(bytes(2, Buffer.from([1, 2, 3])), graph).subarray(0, -9)],
])("%s is left alone", async (_, content) => {
  expect(await check(content)).toEqual([]);
});

test("a model that ends within its graph is cut off", async () => {
  const least = whole.length - bytes(8, number(2, 17)).length;
  expect(await check(whole.subarray(0, 1000))).toMatch(
    new RegExp(`^is cut off: as ONNX it announces at least ${least} bytes, and has 1000\\.`),
  );
});

test("a model that ends within what follows its graph is cut off", async () => {
  expect(await check(whole.subarray(0, -1))).toContain("is cut off: as ONNX");
});
