import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { transformSync } from "@swc/core";

/**
 * Runs a program's file anew, as the engine's host does for each operation, and returns what it exports. Its imports are this
 * process's own, so that it registers its resources with the operation that runs.
 */
export function runProgram(file: string): Record<string, unknown> {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    filename: file,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  const exported: Record<string, unknown> = {};
  new Function("require", "exports", "__dirname", code)(require, exported, dirname(file));
  return { ...exported };
}
