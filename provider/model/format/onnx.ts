import type { FileBytes } from "./file-bytes";
import type { LookAt } from "./index";

/** Fields of ModelProto with their wire types. Source: onnx.proto; 0 is a varint, 2 has a length. */
const wireTypes: Readonly<Record<number, 0 | 2>> = { 1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2 };
const [irVersion, producerName, domain, graph] = [1, 2, 4, 7];
const newestIrVersion = 40;

/** Fields of GraphProto with a length: its nodes, name, initializers, inputs and so on. */
const graphFields = [1, 2, 5, 10, 11, 12, 13, 14, 15, 16];

/** A model has a dozen fields; one with many more has thousands of functions, or is none. */
const mostFields = 20_000;

/**
 * ONNX: a protobuf message without a magic number, so it is only believed to be one when it begins with a version of the format,
 * names producers in plain text, has no foreign field and comes to a graph.
 */
export const lookAtOnnx: LookAt = async (file, head) => {
  if (head[0] !== 0x08 || head.length < 8) return undefined;
  let position = 0;
  let hasGraph = false;
  for (let count = 0; position < file.sizeBytes; count += 1) {
    const bytes = position === 0 ? head : await file.at(position, 320);
    const tag = varint(bytes, 0);
    const value = tag && varint(bytes, tag.length);
    if (tag === undefined || value === undefined || count > mostFields) return undefined;
    const field = Math.floor(tag.value / 8);
    if (wireTypes[field] !== tag.value % 8 || (count === 0) !== (field === irVersion)) return undefined;
    if (field === irVersion && (value.value < 1 || value.value > newestIrVersion)) return undefined;
    position += tag.length + value.length;
    if (wireTypes[field] === 0) continue;

    const content = bytes.subarray(tag.length + value.length);
    if (field >= producerName! && field <= domain! && !isPlainText(content, value.value)) return undefined;
    if (field === graph) {
      if (hasGraph || !isGraph(content)) return undefined;
      hasGraph = true;
    }
    const missingBytes = position + value.value - file.sizeBytes;
    if (missingBytes > 0) return hasGraph ? { missing: missingText(file, missingBytes) } : undefined;
    position += value.value;
  }
  return hasGraph ? {} : undefined;
};

function missingText({ sizeBytes }: FileBytes, missingBytes: number): string {
  return `as ONNX it announces at least ${sizeBytes + missingBytes} bytes, and has ${sizeBytes}`;
}

function isPlainText(content: Buffer, length: number): boolean {
  return length <= 256 && content.length >= length && content.subarray(0, length).every((byte) => byte >= 0x20);
}

function isGraph(content: Buffer): boolean {
  const tag = varint(content, 0);
  return tag !== undefined && tag.value % 8 === 2 && graphFields.includes(Math.floor(tag.value / 8));
}

/** Little-endian groups of seven bits. @returns undefined where it is cut off, or longer than a safe integer. */
function varint(bytes: Buffer, from: number): { value: number; length: number } | undefined {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, length: index + 1 } : undefined;
  }
  return undefined;
}
