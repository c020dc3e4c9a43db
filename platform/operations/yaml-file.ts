import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type { z } from "zod";

/**
 * Reads a YAML (or JSON) file that people write, and checks it.
 *
 * @param what what kind of file it is, for messages: "configuration file"
 * @throws Error that tells each fault as `file:line:column: key: what is wrong`
 */
export function readYamlFile<Schema extends z.ZodType>(file: string, schema: Schema, what: string): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(read(file, what), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0)
    throw new Error(document.errors.map(({ message, pos }) => `${at(pos[0])}: ${message.split("\n")[0]}`).join("\n"));
  const parsed = schema.safeParse(document.contents === null ? {} : document.toJS());
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: "there is no such key", onKey: true }))
      : [{ path: issue.path, message: plain(issue.message), onKey: false }],
  );
  const described = faults.map(({ path, message, onKey }) => {
    const offset = offsetOf(document.contents, path, onKey);
    return { offset, line: `${at(offset)}: ${path.map(String).join(".") || what}: ${message}` };
  });
  described.sort((one, other) => one.offset - other.offset);
  throw new Error(described.map(({ line }) => line).join("\n"));
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The ${what} ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Where the value at `path` begins, or its key, or the innermost thing around it that is there. */
function offsetOf(contents: ParsedNode | null, path: PropertyKey[], onKey: boolean): number {
  let node: unknown = contents;
  let offset = contents?.range[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined;
    const last = index === path.length - 1;
    const next: unknown = pair
      ? last && onKey
        ? pair.key
        : (pair.value ?? pair.key)
      : isNode(node) && "get" in node
        ? itemOf(node, step)
        : undefined;
    if (!isNode(next) || !next.range) break;
    node = next;
    offset = next.range[0];
  }
  return offset;
}

function itemOf(node: { items?: unknown[] }, step: PropertyKey): unknown {
  return typeof step === "number" ? node.items?.[step] : undefined;
}

function plain(message: string): string {
  return message.replace(/^Invalid input: /, "");
}
