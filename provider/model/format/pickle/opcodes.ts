import { ArrayWrapper, Dict, DType, Imported, type Machine, NotAPickle, Tuple, type Value } from "./machine";
import { rawTextOf, stringOf } from "./text";

/**
 * What follows an opcode: a number of fixed width, one or two lines, or bytes with their length before them (1, 4 or 8 bytes
 * wide). A number arrives as such, lines and bytes as a Buffer; of bytes that are too long for a name, undefined.
 */
export type Argument = "none" | "u1" | "u2" | "u4" | "i4" | "u8" | "f8" | "line" | "lines" | "bytes1" | "bytes4" | "bytes8";

export interface Opcode {
  argument: Argument;
  /** Are the bytes wanted? Otherwise they are passed over. */
  isText: boolean;
  run(machine: Machine, number: number, text: Buffer | undefined, second: Buffer | undefined): void;
}

type Run = Opcode["run"];
const opaque: Run = (machine) => machine.push(undefined);
const numeric: Run = (machine, number) => machine.push(number);
const nothing: Run = () => undefined;
const textual: Run = (machine, _, text) => machine.push(text?.toString("utf8"));
const replaceTop: Run = (machine) => {
  machine.pop();
  machine.push(undefined);
};
const dropToMark: Run = (machine) => void machine.popToMark();
const fromMark: Run = (machine) => {
  machine.popToMark();
  machine.push(undefined);
};
const extension: Run = (machine, code) => machine.import(`copyreg extension ${code}`);
const tupleOf =
  (size: number): Run =>
  (machine) =>
    machine.pushTuple(Array.from({ length: size }, () => machine.pop()).reverse());

/** One row an opcode: its byte, what follows it, what it does. */
const rows: readonly [string | number, Argument, Run][] = [
  ["(", "none", (machine) => machine.mark()],
  ["0", "none", (machine) => machine.popAny()],
  ["1", "none", dropToMark],
  ["2", "none", (machine) => machine.push(machine.top)],
  // Plain values.
  ["F", "line", opaque],
  ["G", "f8", opaque],
  ["I", "line", (machine, _, text) => machine.push(numberIn(text))],
  ["J", "i4", numeric],
  ["K", "u1", numeric],
  ["L", "line", (machine, _, text) => machine.push(numberIn(text))],
  ["M", "u2", numeric],
  ["N", "none", opaque],
  [0x88, "none", opaque],
  [0x89, "none", opaque],
  [0x8a, "bytes1", (machine, _, text) => machine.push(text && text.length <= 6 ? text.readUIntLE(0, text.length) || 0 : undefined)],
  [0x8b, "bytes4", opaque],
  ["S", "line", (machine, _, text) => machine.push(stringOf(text))],
  ["T", "bytes4", textual],
  ["U", "bytes1", textual],
  ["V", "line", (machine, _, text) => machine.push(rawTextOf(text))],
  ["X", "bytes4", textual],
  [0x8c, "bytes1", textual],
  [0x8d, "bytes8", textual],
  ["B", "bytes4", opaque],
  ["C", "bytes1", opaque],
  [0x8e, "bytes8", opaque],
  [0x96, "bytes8", opaque],
  [0x97, "none", opaque],
  [0x98, "none", replaceTop],
  // Containers.
  [")", "none", (machine) => machine.pushTuple([])],
  [0x85, "none", tupleOf(1)],
  [0x86, "none", tupleOf(2)],
  [0x87, "none", tupleOf(3)],
  ["t", "none", (machine) => machine.pushTuple(machine.popToMark())],
  ["]", "none", opaque],
  ["l", "none", fromMark],
  ["a", "none", (machine) => void machine.pop()],
  ["e", "none", dropToMark],
  ["}", "none", (machine) => machine.push(new Dict())],
  ["d", "none", fromMark],
  ["s", "none", setItem],
  ["u", "none", setItems],
  [0x8f, "none", opaque],
  [0x90, "none", dropToMark],
  [0x91, "none", fromMark],
  // The memo.
  ["g", "line", (machine, _, text) => machine.recall(indexIn(text))],
  ["h", "u1", (machine, index) => machine.recall(index)],
  ["j", "u4", (machine, index) => machine.recall(index)],
  ["p", "line", (machine, _, text) => machine.remember(indexIn(text))],
  ["q", "u1", (machine, index) => machine.remember(index)],
  ["r", "u4", (machine, index) => machine.remember(index)],
  [0x94, "none", (machine) => machine.remember()],
  // Imports and calls.
  ["c", "lines", (machine, _, module, name) => machine.import(`${module}.${name}`)],
  [0x93, "none", stackGlobal],
  ["i", "lines", inst],
  ["o", "none", fromMark],
  ["R", "none", reduce],
  [0x81, "none", newObject],
  [0x92, "none", newObjectWithKeywords],
  ["b", "none", (machine) => void machine.pop()],
  ["P", "line", opaque],
  ["Q", "none", replaceTop],
  [0x82, "u1", extension],
  [0x83, "u2", extension],
  [0x84, "i4", extension],
  // The frame around it. What STOP and BUILD mean for the walk is said there.
  [0x80, "u1", nothing],
  [0x95, "u8", nothing],
  [".", "none", (machine) => void machine.pop()],
];

const texts = ["S", "T", "U", "V", "X", 0x8c, 0x8d, 0x8a];

/** The opcodes by their byte. */
export const opcodes: readonly (Opcode | undefined)[] = (() => {
  const table: (Opcode | undefined)[] = new Array(256).fill(undefined);
  for (const [code, argument, run] of rows) {
    table[typeof code === "string" ? code.charCodeAt(0) : code] = { argument, run, isText: texts.includes(code) };
  }
  return table;
})();

function stackGlobal(machine: Machine): void {
  const name = machine.pop();
  const module = machine.pop();
  machine.import(typeof module === "string" && typeof name === "string" ? `${module}.${name}` : undefined);
}

function inst(machine: Machine, _: number, module: Buffer | undefined, name: Buffer | undefined): void {
  machine.popToMark();
  machine.import(`${module}.${name}`);
}

function reduce(machine: Machine): void {
  const args = machine.pop();
  const callee = machine.pop();
  const isDType = callee instanceof Imported && callee.name === "numpy.dtype";
  const code = args instanceof Tuple ? args.items[0] : undefined;
  machine.push(isDType && typeof code === "string" ? new DType(code) : undefined);
}

function newObject(machine: Machine): void {
  machine.pop();
  const type = machine.pop();
  const isWrapper = type instanceof Imported && /(^|\.)joblib\.numpy_pickle\.NumpyArrayWrapper$/.test(type.name);
  machine.push(isWrapper ? new ArrayWrapper() : undefined);
}

function newObjectWithKeywords(machine: Machine): void {
  for (let count = 0; count < 3; count += 1) machine.pop();
  machine.push(undefined);
}

function setItem(machine: Machine): void {
  const value = machine.pop();
  const key = machine.pop();
  machine.setItems(machine.top, [key, value]);
}

function setItems(machine: Machine): void {
  const items: Value[] = machine.popToMark();
  machine.setItems(machine.top, items);
}

function numberIn(text: Buffer | undefined): Value {
  const match = /^\s*(-?\d{1,15})L?\s*$/.exec(text?.toString("latin1") ?? "");
  return match ? Number(match[1]) : undefined;
}

function indexIn(text: Buffer | undefined): number {
  const index = numberIn(text);
  if (typeof index !== "number" || index < 0) throw new NotAPickle();
  return index;
}
