import { formatChecker } from "./check";

const check = formatChecker();

function safetensors(header: unknown, dataBytes: number): Buffer {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes, 1)]);
}
const tensor = (from: number, to: number) => ({ dtype: "F32", shape: [(to - from) / 4], data_offsets: [from, to] });
const header = { __metadata__: { format: "pt" }, "a.weight": tensor(0, 400), "b.weight": tensor(400, 1000) };
const whole = safetensors(header, 1000);

test.each([
  ["a whole file", whole],
  ["without metadata", safetensors({ a: tensor(0, 4) }, 4)],
  ["with padded header", safetensors(`${JSON.stringify(header)}     `, 1000)],
  ["with a header that is no JSON", safetensors(JSON.stringify(header).slice(0, -1), 10)],
  ["with offsets that are no numbers", safetensors({ a: { dtype: "F32", data_offsets: ["0", 4] } }, 0)],
  ["with a header that is not of tensors", safetensors({ a: { b: 1 } }, 0)],
])("%s is left alone", async (_, bytes) => {
  expect(await check(bytes)).toEqual([]);
});

test("a file without its last byte is cut off, by what its header announces", async () => {
  expect(await check(whole.subarray(0, -1))).toMatch(
    new RegExp(`^is cut off: as safetensors it announces ${whole.length} bytes, and has ${whole.length - 1}\\.`),
  );
});

test("a file that ends in its header is cut off", async () => {
  expect(await check(whole.subarray(0, 120))).toMatch(/^is cut off: as safetensors its header has \d+ bytes, of which 112 are there\./);
});

test("bytes after the last tensor are warned about", async () => {
  expect(await check(safetensors(header, 1007))).toEqual(["has 7 bytes after its last tensor, which loaders of safetensors refuse."]);
});

test("the name does not count", async () => {
  expect(await check(whole.subarray(0, -1), "model.pkl")).toContain("as safetensors");
  expect(await check("weights", "model.safetensors")).toEqual([]);
});
