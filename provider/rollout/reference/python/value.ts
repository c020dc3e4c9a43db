import type { Node } from "jsonc-parser";
import { type JsonText, stringOf } from "../manifest/json-text";

/** A value as Python's `json.load` makes it. Numbers keep what JavaScript would lose: the kind, and the digits of long integers. */
export type PythonValue =
  | { kind: "dict"; entries: Map<string, PythonValue> }
  | { kind: "list"; items: PythonValue[] }
  | { kind: "str"; value: string }
  | { kind: "int"; digits: string }
  | { kind: "float"; value: number }
  | { kind: "bool"; value: boolean }
  | { kind: "none" };

/** Turns parsed JSON text into Python's value of it. A repeated key keeps its first place and its last value, as a dict does. */
export function pythonValue(json: JsonText, node: Node = json.root): PythonValue {
  switch (node.type) {
    case "object": {
      const entries = new Map<string, PythonValue>();
      for (const { children: [key, value] = [] } of node.children ?? [])
        if (key && value) entries.set(stringOf(json, key) ?? "", pythonValue(json, value));
      return { kind: "dict", entries };
    }
    case "array":
      return { kind: "list", items: (node.children ?? []).map((item) => pythonValue(json, item)) };
    case "string":
      return { kind: "str", value: stringOf(json, node) ?? "" };
    case "number":
      return pythonNumber(json.text.slice(node.offset, node.offset + node.length));
    case "boolean":
      return { kind: "bool", value: node.value === true };
    default:
      return { kind: "none" };
  }
}

/** Wraps a text. */
export const str = (value: string): PythonValue => ({ kind: "str", value });

function pythonNumber(text: string): PythonValue {
  if (/^-?\d+$/.test(text)) return { kind: "int", digits: text === "-0" ? "0" : text };
  return { kind: "float", value: Number(text) };
}
