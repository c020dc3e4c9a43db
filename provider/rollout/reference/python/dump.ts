import { encodeJsonString } from "../manifest/json-text";
import { pythonFloat } from "./float";
import type { PythonValue } from "./value";

/** What Python's `json.dump` writes for a value, with its defaults: one line, ASCII only, a space after commas and colons. */
export function pythonDump(value: PythonValue): string {
  switch (value.kind) {
    case "dict":
      return `{${[...value.entries].map(([key, item]) => `${encodeJsonString(key)}: ${pythonDump(item)}`).join(", ")}}`;
    case "list":
      return `[${value.items.map(pythonDump).join(", ")}]`;
    case "str":
      return encodeJsonString(value.value);
    case "int":
      return value.digits;
    case "float":
      return oddFloats[pythonFloat(value.value)] ?? pythonFloat(value.value);
    case "bool":
      return value.value ? "true" : "false";
    case "none":
      return "null";
  }
}

const oddFloats: Record<string, string> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" };
